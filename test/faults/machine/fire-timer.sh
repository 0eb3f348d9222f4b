#!/bin/sh
# shellcheck disable=SC2154,SC2086,SC2013,SC2034 # the functions and variables of units.sh; names of units are words
# Lets time pass until the next timer of the simulated machine, and runs its unit. Prints "fired NAME" or "none".
# shellcheck source=/dev/null
. /usr/local/bin/units
next='' due=''
for folder in "$memory"/units/*.timer; do
  if [ ! -e "$folder/timer" ]; then continue; fi
  read -r this <"$folder/due"
  if [ -z "$next" ] || [ "$this" -lt "$due" ]; then next=${folder##*/} due=$this; fi
done
if [ -z "$next" ]; then echo none; exit 0; fi
ahead=$((due - $(/usr/local/bin/date +%s)))
if [ $ahead -gt 0 ]; then
  read -r offset <$memory/clock
  echo $((offset + ahead + 1)) >$memory/clock
fi
get "$next" restart no; restart=$value
get "$next" repeat ''; repeat=$value
IFS='
'
set -f
# shellcheck disable=SC2046 # each line is one argument
set -- $(cat "$memory/units/$next/timer")
set +f
unset IFS
if [ -z "$repeat" ]; then rm -rf "${memory:?}/units/$next"; else put "$next" due $((due + 60)); fi
echo "fired $next"
run_transient "${next%.timer}.service" "$restart" "$@" || echo "failed $?"
