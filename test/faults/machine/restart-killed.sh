#!/bin/sh
# shellcheck disable=SC2154,SC2086,SC2013,SC2034 # the functions and variables of units.sh; names of units are words
# What systemd does with units whose process was killed: runs them again if they ask for it.
# shellcheck source=/dev/null
. /usr/local/bin/units
for folder in "$memory"/units/*.service; do
  if [ ! -e "$folder/pid" ]; then continue; fi
  name=${folder##*/}
  get "$name" restart no; restart=$value
  if [ "$restart" = no ] || [ ! -e "$folder/arguments" ]; then rm -rf "$folder"; continue; fi
  IFS='
'
  set -f
  # shellcheck disable=SC2046 # each line is one argument
  set -- $(cat "$folder/arguments")
  set +f
  unset IFS
  run_transient "$name" "$restart" "$@" || :
done
