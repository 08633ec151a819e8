#!/bin/sh
# Computes verdicts on random repositories, twice on every JDK (25 or newer) that is found here, each time handing the files
# over in another order, and compares the bytes: bench/judge/verdicts.sh [COUNT]. Further JDKs: LORIMER_JDKS="/path /path".
# Exit codes: 0 all the same, 1 not, 3 nothing to compare with.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
count=${1:-10000}
cd "$root"
mvn -q -B -ntp -pl govern -Dquick -Dspotless.check.skip=true test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$root/govern/target/test-class-path" >&2
path="govern/target/classes:govern/target/test-classes:$(cat govern/target/test-class-path)"
known=
tried=0
for java in ${LORIMER_JDKS:-} "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/*; do
  [ -x "$java/bin/javac" ] || continue
  real=$(readlink -f -- "$java")
  case " ${seen:-} " in *" $real "*) continue ;; esac
  seen="${seen:-} $real"
  version=$("$java/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1)
  [ "${version:-0}" -ge 25 ] || continue
  for order in 0 1; do
    digest=$("$java/bin/java" -Xshare:off -cp "$path" dev.lorimer.govern.RandomVerdicts "$count" "$order")
    printf '%s  %s verdicts, order %s, %s\n' "$digest" "$count" "$order" "$real"
    tried=$((tried + 1))
    if [ -n "$known" ] && [ "$digest" != "$known" ]; then
      echo "the verdicts differ" >&2
      exit 1
    fi
    known=$digest
  done
done
[ "$tried" -gt 0 ] || { echo "no JDK 25 or newer was found" >&2; exit 3; }
[ "$tried" -gt 2 ] || echo "only one JDK is here; name others in LORIMER_JDKS" >&2
