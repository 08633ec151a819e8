#!/bin/sh
# How long ./lorimer takes to start, against plain java on the same jars: measure.sh [ROUNDS]   (21 unless said)
# Both in one interleaved loop, so that a noisy machine is noisy for both; read the ratios. Writes
# bench/results/<date>-startup.md and prints it.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
rounds=${1:-21}
case $rounds in
  '' | *[!0-9]* | 0*)
    echo "measure: \"$rounds\" is not a number of rounds; type a whole number from 1, e.g. bench/startup/measure.sh 21" >&2
    exit 2
    ;;
esac
# Builds now, so that no round does.
"$root/lorimer" --version >/dev/null
# shellcheck source=app/src/main/dist/bin/jdk.sh
. "$root/app/src/main/dist/bin/jdk.sh"
find_jdk
_lorimer_root=$root
# shellcheck source=app/src/main/assembly/fresh.sh
. "$root/app/src/main/assembly/fresh.sh"
fresh
result=$root/bench/results/$(date -u +%Y-%m-%d)-startup.md
mkdir -p "$root/bench/results"
"$jdk_home/bin/java" "$here/Measure.java" "$rounds" "$root/lorimer" "$jdk_home/bin/java" "$_lorimer_dist/lib" >"$result.new"
mv -f -- "$result.new" "$result"
cat "$result"
