/** Units: which have to be stopped, started, restarted or reloaded, and whether they stay up. */
import { sh } from "./sh.ts";

export const units = sh`
started_units() { lines unit "$1" | sed -n "s/$T.*\${T}start\$//p"; }
# instances NAME: a template stands for the instances of it that run
instances() { case $1 in *@.*) printf '%s' "\${1%@*}@*.\${1##*.}" ;; *) printf '%s' "$1" ;; esac; }
# an empty file below units/ without a line of its own masks a unit
masks() {
  first "$(empty_unit_files "$1")" "$(lines unit "$1" | cut -f1)"
}
empty_unit_files() {
  sed -n "s/^file\${T}e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855$T[0-7]*\${T}units\/\([^/]*\)\$/\1/p" "$1"
}

# unit_steps FROM TO: ACTION NAME for all units that differ; ACTION is start, restart, try-restart, reload or try-reload. Those
# that are new are restarted, because a unit of that name may run already; "new NAME" tells them from others.
unit_steps() {
  lines unit "$1" | cut -f1,2 >$R/units.from
  lines unit "$2" >$R/units.to
  join -t "$T" -a 2 -e - -o 0,1.2,2.2,2.3,2.4 $R/units.from $R/units.to | while read -r name old new change start; do
    if [ "$old" = "$new" ]; then continue; fi
    if [ "\${old%%+*}" = "\${new%%+*}" ]; then change=reload; fi
    if [ "$old$start" = -start ]; then say new "$name"; fi
    case $change:$start in
      restart:start) say restart "$name" ;;
      restart:*) say try-restart "$name" ;;
      reload:start) if [ "$old" = - ]; then say restart "$name"; else say reload "$name"; fi ;;
      reload:*) say try-reload "$name" ;;
      keep:start) say start "$name" ;;
    esac
  done
  started_units "$2" | while read -r name; do say start "$name"; done
}
# stopped_units FROM TO: those that go away, and those that are masked from now on
stopped_units() {
  first "$(lines unit "$1" | cut -f1)" "$(lines unit "$2" | cut -f1)"
  first "$(masks "$2")" "$(masks "$1")"
}

# do_units VERB NAME...
do_units() {
  verb=$1
  shift
  if [ $# = 0 ]; then return 0; fi
  timeout "\${LIMIT:-120}" systemctl "$verb" "$@" || :
}
# report VERB NAMES: what was done, for the deployer
report() { printf '%s\n' "$2" | while read -r name; do if [ -n "$name" ]; then say did "$1" "$name"; fi; done; }

# start_units FROM TO STOPPED: after the reload; leaves the names of all that were touched in $R/touched
start_units() {
  steps=$(unit_steps "$1" "$2")
  restart=$(printf '%s\n' "$steps" | sed -n "s/^restart$T//p")
  reload=$(printf '%s\n' "$steps" | sed -n "s/^reload$T//p")
  try_restart=$(printf '%s\n' "$steps" | sed -n "s/^try-restart$T//p" | while read -r name; do say "$(instances "$name")"; done)
  try_reload=$(printf '%s\n' "$steps" | sed -n "s/^try-reload$T//p" | while read -r name; do say "$(instances "$name")"; done)
  wanted=$(printf '%s\n' "$steps" | sed -n "s/^start$T//p")
  # Only those that are down: starting a oneshot unit that ended well would run it again.
  down=$(troubled $wanted | cut -f1)
  start=$(first "$down" "$restart$NL$reload")
  # A package's unit that we only adjusted goes back to what its own links say.
  own=$(for name in $3; do if systemctl is-enabled -q "$name" 2>/dev/null; then say "$name"; fi; done)
  printf '%s\n' "$restart" "$reload" "$start" | sort -u | sed '/^$/d' >$R/touched
  systemctl reset-failed $restart $start 2>/dev/null || :
  do_units restart $restart
  do_units reload-or-restart $reload
  do_units try-restart $try_restart
  do_units try-reload-or-restart $try_reload
  do_units start $start $own
  new=$(printf '%s\n' "$steps" | sed -n "s/^new$T//p")
  report restart "$(first "$restart" "$new")"
  report reload "$reload"
  report start "$new$NL$(first "$start" "$new")"
}

# settle SECONDS: the touched units are up, and half a second later still the same processes; reports those that are not
settle() {
  touched=$(cat $R/touched 2>/dev/null || :)
  if [ -z "$touched" ]; then return 0; fi
  deadline=$(($(now) + $1)) before=
  while :; do
    states=$(unit_states $touched)
    verdicts=$(printf '%s\n' "$states" | while read -r id load active sub result type condition invocation; do
      say "$id" "$(judge "$load" "$active" "$sub" "$result" "$type" "$condition")" "$active/$sub" "$result"
    done)
    bad=$(printf '%s\n' "$verdicts" | sed -n "/^[^$T]*\${T}bad$T/p")
    busy=$(printf '%s\n' "$verdicts" | sed -n "/^[^$T]*\${T}busy$T/p")
    if [ -z "$bad$busy" ] && [ "$states" = "$before" ]; then return 0; fi
    if [ -n "$bad" ]; then failed_units "$bad"; return 1; fi
    if [ "$(now)" -ge "$deadline" ]; then failed_units "\${busy:-$verdicts}"; return 1; fi
    before=$states
    sleep 0.5
  done
}
# healthy MANIFEST TREE: every check succeeds before its time is over
healthy() {
  begun=$(now)
  lines health "$1" | while read -r name seconds path; do
    say phase health "$name"
    until timeout 10 "$2/$path" >$R/health.log 2>&1 </dev/null; do
      if [ "$(now)" -ge $((begun + seconds)) ]; then
        say failed health "$name" "$seconds" -
        tail -n 20 $R/health.log | texts "log\${T}$name"
        exit 1
      fi
      sleep 0.2
    done
  done
}

# move_sysctl FROM-MANIFEST FROM-TREE MANIFEST TREE: remembers what a setting was before, and gives that back when it goes
sysctl_keys() { lines sysctl "$1" | while read -r path; do sed -n 's/^[ ]*-\{0,1\}\([A-Za-z0-9_./-]*\)[ ]*=.*/\1/p' "$2/$path"; done; }
sysctl_file() { case $1 in */*) say "/proc/sys/$1" ;; *) say "/proc/sys/$1" | tr . / ;; esac; }
move_sysctl() {
  new=$(sysctl_keys "$3" "$4")
  for key in $new; do
    file=$(sysctl_file "$key")
    if [ -r "$file" ] && ! grep -qs "^$key$T" $X/sysctl; then say "$key" "$(cat "$file")" >>$X/sysctl; fi
  done
  lines sysctl "$3" | while read -r path; do
    for program in /usr/lib/systemd/systemd-sysctl /lib/systemd/systemd-sysctl; do if [ -x $program ]; then break; fi; done
    $program "$4/$path"
  done
  if [ -e $X/sysctl ]; then
    first "$(cut -f1 $X/sysctl)" "$new" | while read -r key; do
      if [ -z "$key" ]; then continue; fi
      lines "$key" $X/sysctl >"$(sysctl_file "$key")" || :
    done
    while read -r key value; do if has "$new" "$key"; then say "$key" "$value"; fi; done <$X/sysctl | put $X/sysctl 600
  fi
}
`;
