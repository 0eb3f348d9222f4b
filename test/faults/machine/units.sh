# shellcheck shell=sh disable=SC2034,SC2086 # the programs that read this file use the variables
# The units of the simulated systemd: functions that `systemctl`, `systemd-run`, `boot` and `fire-timer` share.
#
# A unit in memory is a folder below /run/machine/units with one small file for each property. Units are read from the
# same folders as by systemd. The text of an active unit is the text that it was loaded with, until the next reload.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
memory=/run/machine
unit_folders="/etc/systemd/system /run/systemd/system /run/systemd/generator /usr/lib/systemd/system"
agent_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

log() { printf '%s\n' "$*" >>$memory/journal; }

# get UNIT PROPERTY DEFAULT: sets `value`
get() {
  value=
  if [ -e "$memory/units/$1/$2" ]; then read -r value <"$memory/units/$1/$2" || :; fi
  value=${value:-$3}
}
# put UNIT PROPERTY VALUE
put() { [ -d "$memory/units/$1" ] || mkdir -p "$memory/units/$1"; printf '%s\n' "$3" >"$memory/units/$1/$2"; }

# find_fragment UNIT: sets `fragment`, empty if there is none
find_fragment() {
  fragment=
  for folder in $unit_folders; do
    for file in "$folder/$1" "$folder/${1%%@*}@.${1##*.}"; do
      if [ -e "$file" ] || [ -L "$file" ]; then fragment=$file; return 0; fi
      case $1 in *@?*.*) ;; *) break ;; esac
    done
  done
}
# read_text FILE: adds the file to `text`
read_text() { while IFS= read -r line || [ -n "$line" ]; do text=$text$line$newline; done <"$1"; }
newline='
'
# read_unit: sets `text` to that of `unit` on disk, with its drop-ins, and `dropins`
read_unit() {
  text='' dropins=''
  read_text "$fragment"
  for folder in $unit_folders; do
    for file in "$folder/$unit.d"/*.conf; do if [ -e "$file" ]; then dropins="$dropins $file"; read_text "$file"; fi; done
  done
}
# parse: sets what the text says: `command`, `reload_command`, `type`, `remain`, `user` and `elapse`
parse() {
  command='' reload_command='' type='' remain=no user='' elapse='' 
  while IFS= read -r line; do
    case $line in
      ExecStart=*) command=${line#*=} ;; ExecReload=*) reload_command=${line#*=} ;; Type=*) type=${line#*=} ;;
      RemainAfterExit=yes | RemainAfterExit=true | RemainAfterExit=1) remain=yes ;; User=*) user=${line#*=} ;;
      OnCalendar=*) elapse=${line#*=} ;;
    esac
  done <<END
$text
END
}
# load UNIT: sets unit, load, fragment, active, sub, text and what `parse` sets; an active unit keeps the text it has in
# memory
load() {
  unit=$1 text='' dropins='' pid=''
  get "$unit" active inactive; active=$value
  get "$unit" sub dead; sub=$value
  if [ -e "$memory/units/$unit/pid" ]; then
    read -r pid <"$memory/units/$unit/pid" || pid=
    load=loaded fragment=/run/systemd/transient/$unit
    if [ -n "$pid" ] && ! kill -0 "$pid" 2>/dev/null; then active=inactive sub=dead; fi
    parse
    return 0
  fi
  if [ -e "$memory/units/$unit/timer" ]; then load=loaded fragment=/run/systemd/transient/$unit; parse; return 0; fi
  if [ -e "$memory/units/$unit/text" ]; then
    get "$unit" load loaded; load=$value
    get "$unit" fragment ''; fragment=$value
    get "$unit" dropins ''; dropins=$value
    read_text "$memory/units/$unit/text"
    parse
    return 0
  fi
  find_fragment "$unit"
  if [ -z "$fragment" ]; then load=not-found; elif [ ! -s "$fragment" ]; then load=masked; else load=loaded; read_unit; fi
  parse
  case $load$unit in
    loaded*.service) case $command in /*) ;; *) load=bad-setting ;; esac ;;
    loaded*.timer) if [ "$elapse" = 'every day' ]; then load=bad-setting; fi ;;
  esac
}
# remember: keeps the loaded unit in memory
remember() {
  put "$unit" load "$load"
  put "$unit" fragment "$fragment"
  put "$unit" dropins "$dropins"
  printf '%s' "$text" >"$memory/units/$unit/text"
}
# forget: lets a unit that is down be read from disk at its next use
forget() { if [ -e "$memory/units/$unit/text" ]; then rm -f "$memory/units/$unit/text"; fi; }

become() {
  active=$1 sub=$2
  put "$unit" active "$1"
  put "$unit" sub "$2"
  put "$unit" result "${3:-success}"
}
new_invocation() {
  read -r count <$memory/invocations || count=0
  count=$((count + 1))
  echo $count >$memory/invocations
  printf '%032x\n' $count >"$memory/units/$unit/invocation"
}
complain() { echo "$*" >&2; log "$*"; }

start_unit() {
  load "$1"
  case $load in
    masked) complain "Failed to start $1: Unit $1 is masked."; return 1 ;;
    not-found) complain "Failed to start $1: Unit $1 not found."; return 5 ;;
    bad-setting) complain "Failed to start $1: Unit $1 has a bad unit file setting."; return 1 ;;
  esac
  if [ "$active" = active ]; then return 0; fi
  remember
  new_invocation
  printf '%s' "$text" >"$memory/units/$unit/ran"
  log "start $unit"
  case $unit in
    *.target) become active active; start_wanted "$unit"; return 0 ;;
    *.timer | *.path) become active waiting; return 0 ;;
    *.socket)
      get "${unit%.socket}.service" active inactive
      if [ "$value" = active ]; then
        become failed failed resources
        complain "$unit: Socket service ${unit%.socket}.service already active, refusing."
        return 1
      fi
      become active listening; return 0 ;;
  esac
  case $command in
    */var/lib/troupe/agent*)
      env -i PATH=$agent_path sh -c "$command" >>$memory/journal 2>&1 </dev/null
      become inactive dead ;;
    */false*)
      become failed failed exit-code
      case $type in oneshot | notify | forking) complain "Job for $unit failed because the control process exited with error code."; return 1 ;; esac ;;
    *)
      if [ "$type" != oneshot ]; then become active running
      elif [ $remain = yes ]; then become active exited
      else become inactive dead; fi ;;
  esac
}
stop_unit() {
  load "$1"
  if [ -e "$memory/units/$unit/timer" ]; then rm -rf "$memory/units/$unit"; return 0; fi
  if [ -e "$memory/units/$unit/pid" ]; then
    read -r pid <"$memory/units/$unit/pid" || pid=
    if [ -n "$pid" ]; then kill -s TERM -- "-$pid" 2>/dev/null || :; fi
    tries=0
    while [ -n "$pid" ] && kill -s 0 -- "-$pid" 2>/dev/null; do
      tries=$((tries + 1))
      if [ $tries = 20 ]; then kill -s KILL -- "-$pid" 2>/dev/null || :; fi
      sleep 0.02
    done
    rm -rf "$memory/units/$unit"
    return 0
  fi
  if [ "$load" = not-found ] && [ "$active" = inactive ]; then complain "Failed to stop $1: Unit $1 not loaded."; return 5; fi
  if [ "$active" != inactive ]; then
    log "stop $unit"
    become inactive dead
    rm -f "$memory/units/$unit/ran" "$memory/units/$unit/text"
  fi
}
restart_unit() {
  load "$1"
  case $load in masked | not-found | bad-setting) start_unit "$1"; return $? ;; esac
  if [ "$active" = active ] || [ "$active" = failed ]; then stop_unit "$1"; fi
  start_unit "$1"
}
reload_unit() {
  load "$1"
  if [ "$active" != active ]; then complain "$1 is not active, cannot reload."; return 1; fi
  case $reload_command in
    '') complain "Failed to reload $1: Job type reload is not applicable for unit $1."; return 1 ;;
    */false*) complain "Job for $1 failed because the control process exited with error code."; return 1 ;;
  esac
  log "reload $unit"
  printf '%s' "$text" >"$memory/units/$unit/ran"
}
reload_or_restart() {
  load "$1"
  if [ "$active" = active ] && [ -n "$reload_command" ]; then reload_unit "$1"; else restart_unit "$1"; fi
}
# start_wanted TARGET: starts what the target wants
start_wanted() {
  for wanted in $(wanted_by "$1"); do ( start_unit "$wanted" ) >/dev/null 2>&1 || :; done
}
wanted_by() {
  for folder in $unit_folders; do
    for link in "$folder/$1.wants"/* "$folder/$1.requires"/*; do
      if [ -e "$link" ] || [ -L "$link" ]; then printf '%s\n' "${link##*/}"; fi
    done
  done | sort -u
}
run_generators() {
  rm -rf /run/systemd/generator
  mkdir -p /run/systemd/generator /run/systemd/generator.early /run/systemd/generator.late
  for generator in /etc/systemd/system-generators/*; do
    if [ -x "$generator" ]; then
      env -i PATH=$agent_path "$generator" /run/systemd/generator /run/systemd/generator.early /run/systemd/generator.late \
        >>$memory/journal 2>&1 || :
    fi
  done
}
# reload_units: reads the units in memory again
reload_units() {
  run_generators
  for folder in "$memory"/units/*/text; do
    if [ ! -e "$folder" ]; then continue; fi
    folder=${folder%/text}
    unit=${folder##*/}
    forget
    load "$unit"
    if [ "$active" != inactive ]; then remember; fi
  done
}
# matching PATTERN: adds the units in memory that match to `units`, or the name itself
matching() {
  case $1 in
    *[\*\?]*)
      for folder in "$memory"/units/*; do
        # shellcheck disable=SC2254 # the pattern is a pattern
        case ${folder##*/} in $1) units="$units ${folder##*/}" ;; esac
      done ;;
    *.*) units="$units $1" ;;
    *) units="$units $1.service" ;;
  esac
}
# run_transient UNIT RESTART COMMAND...: runs the command as a unit, again after failures if RESTART is on-failure
run_transient() {
  unit=$1 restart=$2
  shift 2
  tries=0
  while :; do
    mkdir -p "$memory/units/$unit"
    put "$unit" active active
    put "$unit" sub running
    put "$unit" restart "$restart"
    printf '%s\n' "$@" >"$memory/units/$unit/arguments"
    # The absolute path, because systemd forks without a program of its own that a fault could meet.
    # shellcheck disable=SC2016 # the inner shell expands them
    setsid env -i PATH=$agent_path /usr/bin/sh -c 'echo $$ >"$0/pid"; exec "$@"' "$memory/units/$unit" "$@" >>$memory/journal 2>&1 </dev/null &
    status=0
    wait $! || status=$?
    tries=$((tries + 1))
    if [ $status = 0 ] || [ "$restart" != on-failure ] || [ $tries -ge 5 ] || [ ! -e "$memory/units/$unit/pid" ]; then break; fi
  done
  rm -rf "$memory/units/$unit"
  return $status
}
