#!/bin/sh
# `timeout` of the simulated machine: a command that hangs is ended after three seconds.
set_options=
while :; do
  case $1 in
    -k | -s | --signal | --kill-after) set_options="$set_options $1 1"; shift 2 ;;
    -*) set_options="$set_options $1"; shift ;;
    *) break ;;
  esac
done
seconds=$1
if [ -e /mnt/faults/fault ]; then
  read -r _ fault </mnt/faults/fault
  if [ "$fault" = hang ]; then seconds=3; fi
fi
shift
# shellcheck disable=SC2086 # the options are words
exec /usr/bin/timeout $set_options "$seconds" "$@"
