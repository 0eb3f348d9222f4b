# The steps that bring units from one manifest to another: stop, restart, reload, start.

# started_units MANIFEST: prints the names of units that must be up
started_units() { unit_lines "$1" | while read_unit; do if [ "$start" = start ]; then say "$name"; fi; done; }
# unit_names MANIFEST
unit_names() { unit_lines "$1" | while read_unit; do say "$name"; done; }
# instance_pattern NAME: prints the pattern of a template's running instances; any other name as it is
instance_pattern() { case $1 in *@.*) printf '%s' "${1%@*}@*.${1##*.}" ;; *) printf '%s' "$1" ;; esac; }
# masks MANIFEST: prints the names of masked units. A mask is an empty file below units/ without a line of its own.
masks() {
  difference "$(empty_unit_files "$1")" "$(unit_names "$1")"
}
empty_file=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
empty_unit_files() {
  file_lines "$1" | while read_file; do
    case $sha256:$path in $empty_file:units/*/*) ;; $empty_file:units/*) say "${path#units/}" ;; esac
  done
}

# unit_steps FROM-MANIFEST MANIFEST: prints STEP NAME for units that differ; STEP is start, restart, try-restart, reload
# or try-reload. A new unit gets "restart", because a unit of its name may be running, and a line "new NAME" besides.
unit_steps() {
  unit_lines "$1" | while read_unit; do say "$name" "$hash"; done >$run_dir/units.from
  unit_lines "$2" | while read_unit; do say "$name" "$hash" "$change" "$start"; done >$run_dir/units.to
  join -t "$tab" -a 2 -e - -o 0,1.2,2.2,2.3,2.4 $run_dir/units.from $run_dir/units.to | while read -r name old_hash hash change start; do
    if [ "$old_hash" = "$hash" ]; then continue; fi
    if [ "${old_hash%%+*}" = "${hash%%+*}" ]; then change=reload; fi
    if [ "$old_hash$start" = -start ]; then say new "$name"; fi
    case $change:$start in
      restart:start) say restart "$name" ;;
      restart:*) say try-restart "$name" ;;
      reload:start) if [ "$old_hash" = - ]; then say restart "$name"; else say reload "$name"; fi ;;
      reload:*) say try-reload "$name" ;;
      keep:start) say start "$name" ;;
    esac
  done
  started_units "$2" | while read -r name; do say start "$name"; done
}
# stopped_units FROM-MANIFEST MANIFEST: prints the names of removed units and of newly masked units
stopped_units() {
  difference "$(unit_names "$1")" "$(unit_names "$2")"
  difference "$(masks "$2")" "$(masks "$1")"
}

# change_units VERB NAME...: failures show later, in settle_units
change_units() {
  verb=$1
  shift
  if [ $# = 0 ]; then return 0; fi
  timeout -k 5 "${UNIT_SECONDS:-120}" systemctl "$verb" "$@" || :
}
# report_steps STEP NAMES: prints a "did" line for each name
report_steps() { printf '%s\n' "$2" | while read -r name; do if [ -n "$name" ]; then say did "$1" "$name"; fi; done; }

# report_units_drift MANIFEST TREE
report_units_drift() { unhealthy_units $(started_units "$1") | prefixed unit; }

# stop_units FROM-MANIFEST FROM-TREE MANIFEST TREE: stops units, and sets `stopped` to their names
stop_units() {
  stopped=$(stopped_units "$1" "$3")
  change_units stop $(for name in $stopped; do instance_pattern "$name"; echo; done)
  report_steps stop "$stopped"
}
# start_units FROM-MANIFEST FROM-TREE MANIFEST TREE: runs the steps after `stop_units`, and writes the names of all
# units that must be up to `touched`
start_units() {
  steps=$(unit_steps "$1" "$3")
  restart=$(printf '%s\n' "$steps" | sed -n "s/^restart$tab//p")
  reload=$(printf '%s\n' "$steps" | sed -n "s/^reload$tab//p")
  try_restart=$(printf '%s\n' "$steps" | sed -n "s/^try-restart$tab//p" | while read -r name; do say "$(instance_pattern "$name")"; done)
  try_reload=$(printf '%s\n' "$steps" | sed -n "s/^try-reload$tab//p" | while read -r name; do say "$(instance_pattern "$name")"; done)
  wanted=$(printf '%s\n' "$steps" | sed -n "s/^start$tab//p")
  # A oneshot unit that ended well would run again, so only unhealthy units are started.
  unhealthy=$(unhealthy_units $wanted | cut -f1)
  start=$(difference "$unhealthy" "$restart$newline$reload")
  # A package's unit that the old generation adjusted goes back to the state that its own links describe.
  enabled=$(for name in $stopped; do if systemctl is-enabled -q "$name" 2>/dev/null; then say "$name"; fi; done)
  printf '%s\n' "$restart" "$reload" "$start" | sort -u | sed '/^$/d' >$run_dir/touched
  systemctl reset-failed $restart $start 2>/dev/null || :
  change_units restart $restart
  change_units reload-or-restart $reload
  change_units try-restart $try_restart
  change_units try-reload-or-restart $try_reload
  change_units start $start $enabled
  new=$(printf '%s\n' "$steps" | sed -n "s/^new$tab//p")
  report_steps restart "$(difference "$restart" "$new")"
  report_steps reload "$reload"
  report_steps start "$new$newline$(difference "$start" "$new")"
}
