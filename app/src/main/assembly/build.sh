# Builds the distribution and puts it into service. To be sourced by ./dev, with `root` the repository's folder, `jdk_home`
# the JDK.
#
#   app/target/dist/lorimer   what Maven packed; copy it where you like, bin/lorimer starts it
#   app/target/live/N         the generations that ./lorimer starts: a build never changes jars under a process that runs
#   app/target/live/current   names the generation in service and the folders it was built from
# shellcheck shell=sh
# shellcheck disable=SC2154 # root and jdk_home: see above

live=$root/app/target/live
build_log=$root/app/target/build.log
build_lock=$root/app/target/build.lock
# A lock held on another host that shares the folder can't be asked whether its owner lives.
build_minutes_max=30

say() { printf 'lorimer: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 3
}

# The sources of the distribution, relative to root: every module but those that nothing in it depends on.
sources() {
  for folder in "$root"/*/src/main; do
    folder=${folder#"$root"/}
    case $folder in
      examples/* | bench/* | \**) ;;
      *) printf '%s ' "$folder" ;;
    esac
  done
}

need_maven() {
  command -v mvn >/dev/null 2>&1 && return
  cat >&2 <<'END'
lorimer: Maven (mvn) is not on the PATH; 3.8.7 or newer builds Lorimer from its sources; install it
  Debian, Ubuntu   apt-get install maven
  Fedora, RHEL     dnf install maven
  Alpine           apk add maven
  macOS            brew install maven
  SDKMAN           sdk install maven
next: install it and type the same command again
END
  exit 3
}

# For the subshell that becomes Maven: what Lorimer itself starts from here keeps the user's own JAVA_HOME.
maven_environment() {
  JAVA_HOME=$jdk_home
  # Without these flags the JDK warns about Maven's own libraries.
  MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
  export JAVA_HOME MAVEN_OPTS
}

# lock_owner: sets owner_host, owner_pid and owner_maven, empty while the owner has not written them yet.
lock_owner() {
  owner_host='' owner_pid='' owner_maven=''
  [ ! -f "$build_lock/owner" ] || read -r owner_host owner_pid owner_maven <"$build_lock/owner" || :
}

lock_older_than() {
  [ -n "$(find "$build_lock" -prune -mmin +"$1" 2>/dev/null)" ]
}

lock_is_stale() {
  lock_owner
  if [ -z "$owner_pid" ]; then
    lock_older_than 1
  elif [ "$owner_host" != "$(uname -n)" ]; then
    lock_older_than "$build_minutes_max"
  elif kill -0 "$owner_pid" 2>/dev/null; then
    false
  elif [ -n "$owner_maven" ] && kill -0 "$owner_maven" 2>/dev/null; then
    # The owner was killed, the Maven that it started still writes.
    lock_older_than "$build_minutes_max"
  fi
}

# lock: one build at a time; waits for another's, takes over from one that died.
lock() {
  mkdir -p "$root/app/target" 2>/dev/null || fail "cannot write to \"$root/app/target\", where the build goes; next: make it writable, or copy the repository to a folder of yours"
  told=
  until mkdir "$build_lock" 2>/dev/null; do
    if lock_is_stale; then
      # Two that saw the same dead owner must not both clear the lock: the second would clear the first one's new lock.
      if mkdir "$build_lock.clearing" 2>/dev/null; then
        if lock_is_stale; then
          say "clearing the lock of a build that died (process ${owner_pid:-unknown})"
          rm -rf -- "$build_lock"
        fi
        rmdir "$build_lock.clearing"
        continue
      fi
      [ -z "$(find "$build_lock.clearing" -prune -mmin +1 2>/dev/null)" ] || rmdir "$build_lock.clearing" 2>/dev/null || :
    elif [ -z "$told" ]; then
      say "waiting for another build (process ${owner_pid:-unknown}) …"
      told=yes
    fi
    sleep 1
  done
  printf '%s %s\n' "$(uname -n)" "$$" >"$build_lock/owner"
  # What a killed build left behind.
  rm -f -- "$root"/app/target/started.* "$root"/app/target/build.pipe.*
  trap 'build_stop 129' HUP
  trap 'build_stop 130' INT
  trap 'build_stop 143' TERM
  trap unlock EXIT
}

unlock() {
  rm -rf -- "$build_lock"
  trap - HUP INT TERM EXIT
}

build_stop() {
  [ -z "${builder:-}" ] || kill "$builder" 2>/dev/null || :
  rm -f -- "${build_pipe:-}"
  unlock
  exit "$1"
}

# show LINE: what of Maven's log is worth a line on the terminal.
show() {
  case $1 in
    '[INFO] Building Lorimer'*)
      part=${1#'[INFO] Building '}
      say "  ${part%% 0*}"
      ;;
    Downloaded\ from* | '[INFO] Downloaded from'*)
      downloads=$((downloads + 1))
      if [ $((downloads % 100)) -eq 0 ]; then say "  $downloads files downloaded …"; fi
      ;;
  esac
}

# maven_watched ARGS: Maven with its log in a file and a few lines of progress on stderr. Gives Maven's exit code.
maven_watched() {
  downloads=0
  build_pipe=$root/app/target/build.pipe.$$
  rm -f -- "$build_pipe"
  mkfifo "$build_pipe" || return 1
  (maven_environment && cd "$root" && exec mvn -B -Dstyle.color=never "$@") >"$build_pipe" 2>&1 </dev/null &
  builder=$!
  printf '%s %s %s\n' "$(uname -n)" "$$" "$builder" >"$build_lock/owner"
  while IFS= read -r line || [ -n "$line" ]; do
    printf '%s\n' "$line" >&3
    show "$line"
  done <"$build_pipe" 3>"$build_log"
  wait "$builder" && built=0 || built=$?
  builder=
  rm -f -- "$build_pipe"
  return "$built"
}

# build_errors: what Maven complained about, without its advice on how to use Maven; when it died without a word, its last lines.
build_errors() {
  grep -E '^\[(ERROR|FATAL)\] +[^ ]' "$build_log" |
    grep -v -e '\[Help' -e 'Re-run Maven' -e 'For more information' -e 'To see the full' -e 'After correcting' -e 'mvn <args>' |
    awk '!seen[$0]++' | head -n 20 | sed 's/^/  /' | grep . || tail -n 8 "$build_log" | sed 's/^/  /'
}

# build: the distribution from the sources, and into service. Called with the lock held.
build() {
  need_maven
  started=$(mktemp "$root/app/target/started.XXXXXX") || exit 3
  seconds=$(cat "$root/app/target/build.seconds" 2>/dev/null) || seconds=60
  if [ -f "$live/current" ]; then why='sources changed'; else why='first use'; fi
  more=
  [ -d "${HOME:-/nonexistent}/.m2/repository/org/apache/maven" ] || more=', and longer to download the libraries'
  say "building ($why, about $seconds s$more) …"
  begun=$(date +%s)
  # Without tests, formatter and the strict compiler: ./dev check is for those. -Dquick is the property of the parent's profile.
  if ! maven_watched -pl app -am -Dquick -Dmaven.test.skip=true -Dspotless.check.skip=true package; then
    rm -f -- "$started"
    say "the build failed; the last lines of its log:"
    build_errors >&2
    say "the whole log: $build_log"
    say "next: ./dev quick   (shows the same build in full)"
    exit 3
  fi
  into_service "$started"
  printf '%s\n' "$(($(date +%s) - begun + 1))" >"$root/app/target/build.seconds"
  say "built in $(($(date +%s) - begun)) s"
}

# into_service STAMP: makes what Maven packed the generation that ./lorimer starts. STAMP is a file touched before the
# sources were read: what changed after it is not in the build.
into_service() {
  dist=$root/app/target/dist/lorimer
  [ -d "$dist/lib" ] || fail "Maven succeeded but packed no \"$dist\"; next: see the log $build_log"
  # The dist keeps working without it, only more slowly.
  "$jdk_home/bin/java" "$root/app/src/main/assembly/Renew.java" "$dist/lib" >>"$build_log" 2>&1 || say "  some old classes stay out of the start-up cache (why: $build_log)"
  generation=$(date +%Y%m%d%H%M%S)-$$
  mkdir -p "$live"
  # Hard links where the file system and cp know them: a copy that costs nothing.
  cp -Rlp "$dist" "$live/$generation" 2>/dev/null || { rm -rf -- "${live:?}/$generation" && cp -Rp "$dist" "$live/$generation"; } || exit 3
  mv -- "$1" "$live/$generation/built"
  "$live/$generation/bin/prepare" "$jdk_home" >/dev/null || exit 3
  {
    echo "_lorimer_generation=$generation"
    echo "_lorimer_sources='$(sources)'"
  } >"$live/current.$$" && mv -f -- "$live/current.$$" "$live/current"
  retire
}

# retire: forgets all but the three newest generations. A process that runs from an older one has its jars open.
retire() {
  for old in "$live"/[0-9]*/; do printf '%s\n' "$old"; done | sort -r | tail -n +4 | while IFS= read -r old; do rm -rf -- "$old"; done
}
