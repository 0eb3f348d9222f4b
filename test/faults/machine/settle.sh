#!/bin/sh
# shellcheck disable=SC2154,SC2086 # the functions and variables of units.sh; names of units are words
# Waits until no transient unit runs on the simulated machine, at most ten seconds.
# shellcheck source=/dev/null
. /usr/local/bin/units
tries=0
while [ $tries -lt 500 ]; do
  running=''
  for folder in "$memory"/units/troupe-*.service; do
    if [ ! -e "$folder/pid" ]; then continue; fi
    read -r pid <"$folder/pid" || pid=
    if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then running=1; fi
  done
  if [ -z "$running" ]; then exit 0; fi
  tries=$((tries + 1))
  sleep 0.02
done
