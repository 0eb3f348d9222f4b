#!/bin/sh
# `date` of the simulated machine, whose clock passes waits without waiting.
read -r offset </run/machine/clock 2>/dev/null || offset=0
case $*:$offset in
  *:0) exec /usr/bin/date "$@" ;;
  +%s:*) echo $(($(/usr/bin/date +%s) + offset)) ;;
  +*:*) exec /usr/bin/date -d "@$(($(/usr/bin/date +%s) + offset))" "$@" ;;
  *) exec /usr/bin/date "$@" ;;
esac
