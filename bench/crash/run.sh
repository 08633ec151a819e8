#!/bin/sh
# The crash kit: run.sh PART... [--quick] [--record FILE] [--seed N] and how much of each part, or: run.sh all
#   power       rebuilds what a power failure after each file operation could leave          --states 20000
#   calls       lets each write, sync, cut, removal and opening fail, by strace              --stride 1 (every one)
#   damage      changes bits, bytes, sectors and pages, and reads everything                 --tries 6000
#   contenders  2, 20 and 100 contenders for one run                                         --seconds 5 (of churn)
#   zombies     stops an owner past its lease and wakes it after the takeover                --rounds 10
#   kills       kill -9 at random, against a ledger that counts every effect                 --kills 1000
#   mutants     breaks four promises on purpose; each has to be noticed
# --quick does enough of each to notice a mutant: some minutes. Exit codes: 0 every promise was kept, 1 one was broken,
# 2 you asked wrongly, 3 tools are missing.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 3
root=$(CDPATH='' cd -- "$here/../.." && pwd -P) || exit 3

tell() { printf 'crash: %s\n' "$*" >&2; }

case ${1:-help} in
  help | --help | -h)
    sed -n '2,/^set -u/{/^set -u/d;s/^# \{0,1\}//;p;}' "$here/run.sh"
    exit
    ;;
esac

# Recording and injecting need strace, and the right to trace.
tracing() { strace -f -qq -o /dev/null true >/dev/null 2>&1; }

strace_there() {
  tracing && return
  if ! command -v strace >/dev/null 2>&1 && [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ]; then
    tell "strace is missing: installing it with the system's package manager"
    if command -v apt-get >/dev/null 2>&1; then
      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace
    elif command -v dnf >/dev/null 2>&1; then
      dnf install -y -q strace
    elif command -v microdnf >/dev/null 2>&1; then
      microdnf install -y strace
    elif command -v apk >/dev/null 2>&1; then
      apk add --quiet strace
    elif command -v zypper >/dev/null 2>&1; then
      zypper --non-interactive --quiet install strace
    elif command -v pacman >/dev/null 2>&1; then
      pacman -Sy --noconfirm --quiet strace
    else
      tell "no package manager known here (apt-get, dnf, microdnf, apk, zypper, pacman)"
    fi </dev/null >&2
    tracing && return
  fi
  tell "NO STRACE: without it nobody can see what was synced; nothing was tried"
  tell "next: install the package strace (Debian: apt-get install strace), allow ptrace in this container, and run it again"
  exit 3
}

strace_there
command -v prlimit >/dev/null 2>&1 || {
  tell "NO PRLIMIT: short writes cannot be made; install the package util-linux and run it again"
  exit 3
}

# shellcheck source=app/src/main/dist/bin/jdk.sh
. "$root/app/src/main/dist/bin/jdk.sh"
find_jdk || exit 3
if [ ! -r "$root/bench/target/class-path" ]; then
  tell "the kit is not built"
  tell "next: ./dev crash $*"
  exit 3
fi
exec "$jdk_home/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmx1g \
  -cp "$root/bench/target/classes:$(cat "$root/bench/target/class-path")" dev.lorimer.bench.crash.CrashKit "$@"
