#!/bin/sh
# `hostname` and `hostnamectl` of the simulated machine.
case ${0##*/}:$1 in
  hostname:) /usr/bin/cat /proc/sys/kernel/hostname ;;
  hostname:*) echo "$1" >/proc/sys/kernel/hostname ;;
  *:set-hostname) echo "$2" >/proc/sys/kernel/hostname ;;
esac
