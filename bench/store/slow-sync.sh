#!/bin/sh
# slow-sync.sh MICROSECONDS COMMAND...: runs the command as if each sync took that much longer, for example
#   bench/store/slow-sync.sh 2000 ./dev bench store /var/tmp 5 2 append
# The floor and the store are slowed down alike. Needs a C compiler (cc) and Linux.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
SYNC_DELAY_US=${1:?"name the delay in microseconds"}
shift
library=$(mktemp -d)/slow-sync.so
cc -shared -fPIC -O2 -o "$library" "$here/slow-sync.c" -ldl
export SYNC_DELAY_US LD_PRELOAD="$library"
exec "$@"
