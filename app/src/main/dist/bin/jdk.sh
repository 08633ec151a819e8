# Finds the JDK to use: the shell part that the launcher, the build and the developer's entry share. To be sourced.
# A JDK and not a JRE: the judge reads Java with the compiler's own parser.
# shellcheck shell=sh

jdk_least=25

# jdk_version HOME: sets jdk_version to the major version of the JDK in HOME, 0 when there is none.
# Builtins alone, since this is on the way of every start.
jdk_version() {
  jdk_version=0
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r jdk_line || [ -n "$jdk_line" ]; do
    case $jdk_line in
      JAVA_VERSION=*)
        jdk_line=${jdk_line#JAVA_VERSION=}
        jdk_line=${jdk_line#\"}
        jdk_line=${jdk_line%%[!0-9]*}
        jdk_version=${jdk_line:-0}
        return
        ;;
    esac
  done <"$1/release"
  return 1
}

jdk_fits() {
  jdk_version "$1" && [ "$jdk_version" -ge "$jdk_least" ]
}

# jdk_on_path: sets jdk_home to the home of the java that PATH finds, through any links.
jdk_on_path() {
  jdk_home=$(command -v java 2>/dev/null) || return 1
  jdk_home=$(readlink -f -- "$jdk_home" 2>/dev/null || printf '%s\n' "$jdk_home")
  jdk_home=${jdk_home%/bin/java}
  jdk_fits "$jdk_home"
}

# jdk_nearest DIR...: sets jdk_home to the fitting JDK with the lowest version, since that is the one this was tested with.
jdk_nearest() {
  jdk_best=
  for jdk_home; do
    jdk_fits "$jdk_home" || continue
    if [ -z "$jdk_best" ] || [ "$jdk_version" -lt "$jdk_best_version" ]; then
      jdk_best=$jdk_home jdk_best_version=$jdk_version
    fi
  done
  jdk_home=$jdk_best
  [ -n "$jdk_home" ]
}

# find_jdk: sets jdk_home. LORIMER_JAVA_HOME is an order: when it does not fit, nothing else is tried.
find_jdk() {
  if [ -n "${LORIMER_JAVA_HOME:-}" ]; then
    jdk_home=${LORIMER_JAVA_HOME%/}
    jdk_fits "$jdk_home" && return
    {
      echo "lorimer: LORIMER_JAVA_HOME=\"$LORIMER_JAVA_HOME\" is not the home of a JDK $jdk_least or newer (version found: $jdk_version)"
      echo "next: unset LORIMER_JAVA_HOME, or set it to a folder with bin/javac and a release file that says $jdk_least or more"
    } >&2
    return 1
  fi
  jdk_home=${JAVA_HOME:-}
  jdk_home=${jdk_home%/}
  if [ -n "$jdk_home" ] && jdk_fits "$jdk_home"; then return; fi
  jdk_on_path && return
  jdk_user=${HOME:-/nonexistent}
  jdk_nearest /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${SDKMAN_DIR:-$jdk_user/.sdkman}"/candidates/java/* "$jdk_user"/.jdks/* \
    "$jdk_user"/.local/share/mise/installs/java/* "$jdk_user"/.asdf/installs/java/* "$jdk_user"/.gradle/jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$jdk_user"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec && return
  cat >&2 <<END
lorimer: no JDK $jdk_least or newer found (a JRE is not enough: the judge uses the compiler's parser); install one of
  Debian, Ubuntu   apt-get install openjdk-25-jdk-headless   (or temurin-25-jdk from Adoptium's repository)
  Fedora, RHEL     dnf install java-25-openjdk-devel         (or temurin-25-jdk)
  Alpine           apk add openjdk25-jdk
  macOS            brew install openjdk@25                   (or brew install --cask temurin@25)
  SDKMAN           sdk install java 25-tem
next: install it, or set LORIMER_JAVA_HOME to the home of one, and type the same command again
END
  return 1
}
