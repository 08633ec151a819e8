#!/bin/sh
# measure.sh [ROUNDS]: a cold `lorimer judge` of a 10-file change in a repository of 5,000 Java files, beside the floor that git
# itself sets for the same question (git diff between the same commits), in one interleaved loop. Prints a Markdown page.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
rounds=${1:-15}
work=$(mktemp -d "${TMPDIR:-/tmp}/lorimer-judge.XXXXXX")
[ -n "${KEEP:-}" ] || trap 'rm -rf -- "$work"' EXIT

# 50 packages of 100 classes, each using its neighbours: about 1.5 KB a file.
awk -v root="$work/repo" 'BEGIN {
  for (p = 0; p < 50; p++) {
    dir = root "/src/main/java/com/acme/p" p; system("mkdir -p " dir)
    for (c = 0; c < 100; c++) {
      file = dir "/C" c ".java"
      printf "package com.acme.p%d;\n\nimport com.acme.p%d.C%d;\nimport java.util.List;\nimport java.util.Map;\n\n/** One of many. */\npublic class C%d {\n    private C%d next;\n    private Map<String, List<C%d>> byName;\n\n", p, (p + 1) % 50, c, c, c, c > file
      for (m = 0; m < 12; m++) printf "    public int method%d(int a, List<String> names) {\n        int sum = a * %d;\n        for (String name : names) {\n            sum += name.length();\n        }\n        return sum;\n    }\n\n", m, m > file
      printf "}\n" > file
      close(file)
    }
  }
}'
mkdir -p "$work/repo/docs/decisions"
cat >"$work/repo/docs/decisions/0001-layers.md" <<'END'
# D-0001: Layers

## Status

Accepted

## Decision

Low packages know no high ones, and dates are java.time.

```constraint
id: low-not-high
kind: dependency
scope: { package: "com.acme.p1.." }
forbid: { package: ["com.acme.p40..", "com.acme.p41.."] }
```

```constraint
id: no-old-dates
kind: api-use
lang: java
forbid: { type: ["java.util.Date", "java.util.Calendar"] }
mode: absolute
```

```constraint
id: no-println
kind: pattern
scope: { path: "**/*.java" }
match: { regex: "System\\.out\\.println" }
mode: ratchet
```

```constraint
id: size
kind: budget
cel: "diff.added + diff.deleted <= 400 && size(diff.files) <= 20"
```
END
cd "$work/repo"
git init -q -b main
git add -A
git -c user.name=bench -c user.email=bench@localhost commit -q -m base
for c in 0 1 2 3 4 5 6 7 8 9; do
  sed -i.bak 's/int sum = a \* 3;/int sum = a * 3 + 1;/' "src/main/java/com/acme/p1/C$c.java"
done
find . -name '*.bak' -delete
git -c user.name=bench -c user.email=bench@localhost commit -q -a -m change

"$root/lorimer" --version >/dev/null
now() { date +%s%N; }
judge() { "$root/lorimer" judge --base HEAD~1 --head HEAD --format json >"$work/$1.json"; }
judge first
judge second
same=yes
cmp -s "$work/first.json" "$work/second.json" || same=NO
: >"$work/times"
round=0
while [ "$round" -lt "$rounds" ]; do
  a=$(now)
  judge round
  b=$(now)
  git diff --raw HEAD~1 HEAD >/dev/null
  c=$(now)
  echo "$(((b - a) / 1000000)) $(((c - b) / 1000000))" >>"$work/times"
  round=$((round + 1))
done
median() { cut -d' ' -f"$1" "$work/times" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] " ms (" v[1] ")" }'; }
cat <<END
# A cold verdict

\`lorimer judge\` of a 10-file change in a generated repository of 5,000 Java files ($(du -sk src | cut -f1) KB), four constraints, one of
them absolute over all files; every call is a new process. Beside it \`git diff --raw\` of the same commits, in the same loop of
$rounds rounds. Made by \`bench/judge/measure.sh $rounds\`.

Machine: $(getconf _NPROCESSORS_ONLN) processors, load average $(cut -d' ' -f1 /proc/loadavg 2>/dev/null || echo unknown) at the end. Single times depend on both.

| | median (least) |
|---|---|
| \`lorimer judge\` | $(median 1) |
| \`git diff --raw\` | $(median 2) |

Two verdicts of the same change are the same bytes: $same.
END
