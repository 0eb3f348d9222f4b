#!/bin/sh
# shellcheck disable=SC2154,SC2086,SC2013,SC2034 # the functions and variables of units.sh; names of units are words
# `systemd-run` of the simulated machine: a unit runs at once, a timer when `fire-timer` is called.
# shellcheck source=/dev/null
. /usr/local/bin/units
log "systemd-run $*"
seconds='' repeat='' restart='' wait='' name=run-$$ type=''
add_property() {
  case $1 in
    Restart=*) restart=${1#*=} ;;
    OnActiveSec=* | OnCalendar=*) seconds=${1#*=} ;;
    OnUnitInactiveSec=* | OnUnitActiveSec=*) repeat=1 ;;
  esac
}
while [ $# -gt 0 ]; do
  case $1 in
    --unit=*) name=${1#*=} ;;
    --unit | -u) name=$2; shift ;;
    --on-active=* | --on-calendar=*) seconds=${1#*=} ;;
    --on-active) seconds=$2; shift ;;
    --on-unit-active=* | --on-unit-inactive=*) repeat=1 ;;
    -p | --property | --timer-property) add_property "$2"; shift ;;
    --property=* | --timer-property=*) add_property "${1#*=}" ;;
    -E | --setenv | --description | --slice | --service-type) shift ;;
    --wait) wait=1 ;;
    --pipe | -P) wait=1 ;;
    --) shift; break ;;
    -*) ;;
    *) break ;;
  esac
  shift
done
name=${name%.service}
if [ -n "$seconds" ]; then
  if [ -e "$memory/units/$name.timer" ]; then complain "Failed to start transient timer unit: Unit $name.timer was already loaded."; exit 1; fi
  mkdir -p "$memory/units/$name.timer"
  put "$name.timer" active active
  put "$name.timer" sub waiting
  put "$name.timer" due $(($(/usr/local/bin/date +%s) + ${seconds%%[!0-9]*}))
  put "$name.timer" restart "$restart"
  put "$name.timer" repeat "$repeat"
  printf '%s\n' "$@" >"$memory/units/$name.timer/timer"
  exit 0
fi
if [ -e "$memory/units/$name.service/pid" ]; then
  load "$name.service"
  if [ "$active" = active ]; then complain "Failed to start transient service unit: Unit $name.service was already loaded."; exit 1; fi
fi
if [ -n "$wait" ]; then run_transient "$name.service" "$restart" "$@"; exit $?; fi
put "$name.service" active active
run_transient "$name.service" "$restart" "$@" >/dev/null 2>&1 </dev/null &
# As by systemd, the unit has its main process when the command returns.
until [ -s "$memory/units/$name.service/pid" ] || [ ! -d "$memory/units/$name.service" ]; do sleep 0.01; done
