#!/bin/sh
# measure.sh [FOLDER [ROUNDS [SECONDS [PARTS]]]]: the SQLite journal beside the fsync floor of the disk that FOLDER (the current
# one) lies on. Prints a Markdown page; the raw rounds go to standard error. Needs JAVA_HOME (25 or newer) and Maven.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
folder=${1:-.}
[ $# -eq 0 ] || shift
mkdir -p "$folder"
folder=$(CDPATH='' cd -- "$folder" && pwd -P)
cd "$root"
export MAVEN_OPTS="${MAVEN_OPTS:---sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED}"
mvn -q -B -ntp -pl bench -am -Dquick -Dspotless.check.skip=true -Dmaven.test.skip=true package >&2
mvn -q -B -ntp -pl bench dependency:build-classpath -Dmdep.outputFile="$root/bench/target/class-path" >&2
cat <<END
# The SQLite journal beside the fsync floor

Made by \`bench/store/measure.sh ${*:+FOLDER $*}\` (class \`dev.lorimer.bench.StoreBench\`). Machine: $(getconf _NPROCESSORS_ONLN) processors, load average
$(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || echo unknown) at the start. Single figures depend on both; read the ratios.

END
"$JAVA_HOME/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED -cp "$root/bench/target/classes:$(cat "$root/bench/target/class-path")" \
  dev.lorimer.bench.StoreBench "$folder" "$@"
