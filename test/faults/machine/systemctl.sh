#!/bin/sh
# shellcheck disable=SC2154,SC2086,SC2013,SC2034 # the functions and variables of units.sh; names of units are words
# `systemctl` of the simulated machine.
# shellcheck source=/dev/null
. /usr/local/bin/units
log "systemctl $*"

quiet='' verb='' names='' properties='' value_only='' now='' states=''
while [ $# -gt 0 ]; do
  case $1 in
    -q | --quiet) quiet=1 ;;
    -p | --property) properties="$properties,$2"; shift ;;
    -p*) properties="$properties,${1#-p}" ;;
    --property=*) properties="$properties,${1#*=}" ;;
    --value) value_only=1 ;;
    --now) now=1 ;;
    --version) echo 'systemd 252 (252.39-1~deb12u1)'; exit 0 ;;
    --state=*) states=${1#*=} ;;
    -t | --type | -n | --lines | -o | -s | --signal) shift ;;
    --) ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$1; else names="$names $1"; fi ;;
  esac
  shift
done
units=''
set -f
# shellcheck disable=SC2086 # names of units are words
set -- $names
set +f
for name in "$@"; do matching "$name"; done

is_enabled() {
  find_fragment "$1"
  enabled=disabled
  if [ -z "$fragment" ]; then enabled=; return; fi
  if [ ! -s "$fragment" ]; then enabled=masked; return; fi
  for link in /etc/systemd/system/*.wants/"$1" /etc/systemd/system/*.requires/"$1"; do if [ -L "$link" ] || [ -e "$link" ]; then enabled=enabled; return; fi; done
  case $fragment in /run/systemd/generator/*) enabled=generated; return ;; esac
  text=''
  read_text "$fragment"
  case $text in *'[Install]'*) ;; *) enabled=static ;; esac
}
show() {
  load "$1"
  get "$unit" result success; result=$value
  get "$unit" invocation ''; invocation=$value
  main=${pid:-0}
  if [ "$main" = 0 ] && [ "$active/$sub" = active/running ]; then main=1000; fi
  loaded_fragment=$fragment loaded_text=$text loaded_dropins=$dropins
  case ,$properties, in ,, | *,UnitFileState,*) is_enabled "$1" ;; esac
  if [ "$load" = masked ]; then enabled=masked; fi
  stale=no
  case $properties,$active in *NeedDaemonReload*,active)
    find_fragment "$unit"
    if [ "$fragment" != "$loaded_fragment" ]; then stale=yes; elif [ -n "$fragment" ]; then
      read_unit
      if [ "$text" != "$loaded_text" ]; then stale=yes; fi
    fi ;;
  esac
  fragment=$loaded_fragment dropins=$loaded_dropins
  for property in Id LoadState ActiveState SubState Result Type FragmentPath DropInPaths UnitFileState InvocationID \
    NeedDaemonReload MainPID ControlPID ExecMainStatus ConditionResult ConditionTimestampMonotonic RemainAfterExit \
    NextElapseUSecRealtime NextElapseUSecMonotonic TriggeredBy Triggers Job CanReload Names StateChangeTimestampMonotonic \
    ActiveEnterTimestampMonotonic LoadError NRestarts StatusErrno User; do
    case ",$properties," in ,, | *",$property,"*) ;; *) continue ;; esac
    case $property in
      Id | Names) value=$unit ;; LoadState) value=$load ;; ActiveState) value=$active ;; SubState) value=$sub ;; Result) value=$result ;;
      Type) case $unit in *.service) value=${type:-simple} ;; *) continue ;; esac ;;
      FragmentPath) value=$fragment ;; DropInPaths) value=${dropins# } ;; UnitFileState) value=$enabled ;;
      InvocationID) value=$invocation ;; NeedDaemonReload) value=$stale ;; MainPID) value=$main ;; ControlPID) value=0 ;;
      ConditionResult) value=yes ;; ConditionTimestampMonotonic) value=1000 ;; RemainAfterExit) value=$remain ;;
      NextElapseUSecRealtime) case $unit in *.timer) value='Mon 2099-01-01 00:00:00 UTC' ;; *) continue ;; esac ;;
      NextElapseUSecMonotonic) case $unit in *.timer) value=0 ;; *) continue ;; esac ;;
      TriggeredBy) find_triggers ;;
      Triggers) case $unit in *.socket | *.timer | *.path) value=${unit%.*}.service ;; *) value= ;; esac ;;
      ExecMainStatus | NRestarts | StatusErrno) value=0 ;;
      Job | LoadError) value= ;;
      User) value=$user ;;
      CanReload) if [ -n "$reload_command" ]; then value=yes; else value=no; fi ;;
      *) value=1000 ;;
    esac
    if [ -n "$value_only" ]; then printf '%s\n' "$value"; else printf '%s=%s\n' "$property" "$value"; fi
  done
}
find_triggers() {
  value=
  base=${unit%.service}
  loaded=$fragment
  for kind in socket timer path; do
    find_fragment "$base.$kind"
    if [ -n "$fragment" ]; then value="$value $base.$kind"; fi
  done
  fragment=$loaded value=${value# }
}
# for_each FUNCTION: calls it for each unit; the status is the last failure
for_each() {
  status=0
  for name in $units; do "$1" "$name" || status=$?; done
  return $status
}
is_active() {
  load "$1"
  if [ -z "$quiet" ]; then echo "$active"; fi
  [ "$active" = active ] || [ "$active" = reloading ]
}
try() {
  load "$2"
  if [ "$active" = active ] || [ "$active" = failed ]; then "$1" "$2"; fi
}
case $verb in
  start) for_each start_unit ;;
  stop) for_each stop_unit ;;
  restart) for_each restart_unit ;;
  reload) for_each reload_unit ;;
  reload-or-restart) for_each reload_or_restart ;;
  try-restart | condrestart) for name in $units; do try restart_unit "$name"; done ;;
  try-reload-or-restart) for name in $units; do try reload_or_restart "$name"; done ;;
  kill) for name in $units; do stop_unit "$name"; done ;;
  reset-failed) for unit in $units; do get "$unit" active inactive; if [ "$value" = failed ]; then become inactive dead; forget; fi; done ;;
  is-active)
    best=3
    for name in $units; do if is_active "$name"; then best=0; fi; done
    exit $best ;;
  is-failed)
    best=1
    for name in $units; do load "$name"; if [ "$active" = failed ]; then best=0; fi; done
    exit $best ;;
  is-enabled)
    worst=1
    for name in $units; do
      is_enabled "$name"
      if [ -z "$enabled" ]; then complain "Failed to get unit file state for $name: No such file or directory"; continue; fi
      if [ -z "$quiet" ]; then echo "$enabled"; fi
      case $enabled in enabled | static | generated) worst=0 ;; esac
    done
    exit $worst ;;
  enable)
    for name in $units; do
      find_fragment "$name"
      for target in $(sed -n 's/^WantedBy=//p' "$fragment"); do mkdir -p "/etc/systemd/system/$target.wants"; ln -sfn "$fragment" "/etc/systemd/system/$target.wants/$name"; done
      if [ -n "$now" ]; then start_unit "$name"; fi
    done ;;
  disable)
    for name in $units; do
      rm -f /etc/systemd/system/*.wants/"$name"
      if [ -n "$now" ]; then stop_unit "$name"; fi
    done ;;
  mask) for name in $units; do ln -sfn /dev/null "/etc/systemd/system/$name"; done; reload_units ;;
  unmask) for name in $units; do if [ ! -s "/etc/systemd/system/$name" ]; then rm -f "/etc/systemd/system/$name"; fi; done; reload_units ;;
  daemon-reload) reload_units ;;
  show)
    first=1
    for name in $units; do
      if [ -z "$first" ]; then echo; fi
      first=
      show "$name"
    done ;;
  cat) for name in $units; do load "$name"; if [ -f "$fragment" ]; then echo "# $fragment"; cat "$fragment"; fi; done ;;
  list-units | list-timers)
    for name in $units; do
      load "$name"
      case ",$states," in ,, | *",$active,"* | *",$sub,"*) ;; *) continue ;; esac
      if [ "$active" != inactive ]; then echo "$name $load $active $sub $name"; fi
    done ;;
  is-system-running) echo running ;;
  reboot) : >$memory/reboot ;;
  *) log "the simulated systemctl has no verb $verb" ;;
esac
