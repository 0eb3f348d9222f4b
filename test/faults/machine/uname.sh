#!/bin/sh
# `uname` of the simulated machine.
case $1 in -n) /usr/bin/cat /proc/sys/kernel/hostname ;; *) exec /usr/bin/uname "$@" ;; esac
