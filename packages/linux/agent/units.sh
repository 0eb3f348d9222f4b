# Units: the steps that bring units from one manifest to another, and what ran before. `units` has the states of units
# from before the last switch, so that going back starts exactly the units that ran.

# shellcheck disable=SC2016 # the programs are awk's
unit_steps_program='
@unit-steps.awk@
'
# shellcheck disable=SC2016
unit_marks_program='
@unit-marks.awk@
'
# shellcheck disable=SC2016
unit_before_program='
@unit-before.awk@
'
# shellcheck disable=SC2016
unit_after_program='
@unit-after.awk@
'
# shellcheck disable=SC2016
unit_boot_program='
@unit-boot.awk@
'
# shellcheck disable=SC2016
unit_drift_program='
@unit-drift.awk@
'
# The digest of an empty file, which masks a unit.
empty_file=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
unit_properties=$state_properties,UnitFileState,FragmentPath,DropInPaths,NeedDaemonReload,Triggers

# started_units MANIFEST: prints the names of units that must be up
started_units() { unit_lines "$1" | while read_unit; do if [ "$start" = start ]; then say "$name"; fi; done; }
# unit_steps FROM-MANIFEST MANIFEST: prints STEP NAME for units that differ
unit_steps() { awk "$unit_steps_program" input=from "$1" input=to "$2"; }
# select_names WORD FILE...: sets `names` to the names in lines "WORD NAME …" of the files
select_names() {
  word=$1 names=
  shift
  for file in "$@"; do
    while read -r action name rest; do if [ "$action" = "$word" ]; then names=$names$name$newline; fi; done <"$file"
  done
}

# read_states NAME...: writes what systemd says of the units to `unit-states`. A systemd that does not answer ends a move
# forward, because no step would be due without states.
read_states() {
  (print_states "$unit_properties" "$@") >$run_dir/unit-states || :
  if [ $# != 0 ] && [ ! -s $run_dir/unit-states ]; then failed units systemd "it does not tell the states of units"; fi
}

# stop_units FROM-MANIFEST FROM-TREE MANIFEST TREE: stops units that the manifest lacks or masks. A move forward records
# what ran before, and removes files that shadow declared units.
stop_units() {
  : >$run_dir/unit-faults
  if [ -n "${TROUPE_GO_ON:-}" ] && [ ! -e $state_dir/units ]; then
    # The switch was interrupted before its first unit, so each unit is as it was.
    : >$run_dir/unit-steps
    : >$run_dir/unit-before
    return 0
  fi
  unit_steps "$1" "$3" >$run_dir/unit-steps
  select_names look $run_dir/unit-steps
  read_states $names
  awk "$unit_marks_program$states_program$unit_before_program" input=manifest "$1" input=steps $run_dir/unit-steps input=states $run_dir/unit-states >$run_dir/unit-before
  if [ -z "${TROUPE_GO_ON:-}" ]; then
    records=troupe-units${tab}1
    while IFS= read -r line; do case $line in record"$tab"*) records=$records$newline$line ;; esac; done <$run_dir/unit-before
    write_text $state_dir/units 600 "$records"
    remove_shadows
  fi
  select_names clear $run_dir/unit-before
  if [ -n "$names" ]; then systemctl reset-failed -- $names 2>/dev/null || :; fi
  select_names stop $run_dir/unit-before
  if [ -z "$names" ]; then return 0; fi
  change_units stop $names || require_stopped $names
  for name in $names; do say did stop "$name"; done
}
# require_stopped NAME...: ends a move forward if one of the units still runs
require_stopped() {
  running=$(unit_states "$@" | while read -r id load active sub rest; do case $active in inactive | failed) ;; *) say "$id" "$active/$sub" - stop ;; esac; done)
  if [ -z "$running" ]; then return 0; fi
  report_unit_failures "$running"
  if [ -z "${TROUPE_GO_ON:-}" ]; then
    echo "units do not stop: $(printf '%s\n' "$running" | cut -f1 | tr '\n' ' ')" >&2
    exit 1
  fi
}
# remove_shadows: moves files that somebody put in the way of declared units to `drifted`
remove_shadows() {
  while read -r word name how path; do
    if [ "$word" != shadow ]; then continue; fi
    if [ "$how" = masked ] && ! exists "$path"; then path=/run/systemd/system/$name; fi
    case $path in /etc/systemd/system/* | /etc/systemd/system.control/* | /run/systemd/system/* | /run/systemd/system.control/*) ;; *) continue ;; esac
    if ! exists "$path"; then continue; fi
    say drifted "${path#/etc/}"
    { keep_copy "$path" "$drifted_dir$path" && rm -f "$path"; } || failed units "$name" "$path cannot be moved away"
    if [ "$how" = drop-in ]; then rmdir "${path%/*}" 2>/dev/null || :; fi
  done <$run_dir/unit-before
}

# change_units VERB NAME...: keeps the words of systemctl for `report_unit_failures`
change_units() {
  unit_verb=$1
  shift
  if [ $# = 0 ]; then return 0; fi
  timeout -k 5 "${UNIT_SECONDS:-120}" systemctl "$unit_verb" -- "$@" 2>>$run_dir/unit-faults
}

# start_units FROM-MANIFEST FROM-TREE MANIFEST TREE: runs the steps after `stop_units`, and writes them to `unit-actions`.
# A unit that fails does not keep others from their steps; `settle_units` judges them.
start_units() {
  record=$state_dir/units
  if [ -z "${TROUPE_GO_ON:-}" ] || [ ! -e $record ]; then record=/dev/null; fi
  select_names look $run_dir/unit-steps $run_dir/unit-before
  read_states $names
  awk "$states_program$unit_after_program" input=steps $run_dir/unit-steps input=before $run_dir/unit-before input=record $record input=states $run_dir/unit-states >$run_dir/unit-actions
  for verb in stop restart reload start; do
    select_names $verb $run_dir/unit-actions
    if [ -z "$names" ]; then continue; fi
    case $verb in
      restart) systemctl reset-failed -- $names 2>/dev/null || : ;;
      reload) verb=reload-or-restart ;;
    esac
    change_units $verb $names || if [ $? -ge 124 ] && [ $verb = reload-or-restart ]; then
      # The state of a unit does not tell that its reload is still to come.
      failed units "$(printf '%s' "$names" | paste -sd ' ' -)" "the reload was not over in time"
    fi
  done
  while read -r action name _ word; do if [ "$action" != stop ]; then say did "$word" "$name"; fi; done <$run_dir/unit-actions
}

# report_unit_failures LINES: LINES are NAME STATE RESULT WORD; prints each unit with the words of systemctl and its journal
report_unit_failures() {
  printf '%s\n' "$1" | while read -r id rest; do
    grep -F -e " $id: " -e " $id failed" -e " $id canceled" -e " $id timed" $run_dir/unit-faults | prefixed "log${tab}$id" || :
  done
  report_failed_units "$1"
}
# report_units_afterwards: after going back, prints the units that ran before the switch and are not up
report_units_afterwards() {
  ran=$(awk -F "$tab" '$1 == "record" && $5 == "runs" { print $2 }' $state_dir/units 2>/dev/null)
  unhealthy_units $ran | prefixed afterwards
}

# record_definitions FROM-MANIFEST MANIFEST: keeps the definitions of units that systemd loaded
record_definitions() {
  unit_steps "$1" "$2" >$run_dir/unit-steps
  select_names look $run_dir/unit-steps
  { (print_states "$unit_properties" $names) || :; echo; } >$run_dir/unit-definitions
}
# load_definitions: loads the definitions of now, restarts units that run another one, and starts units that became
# enabled or wanted. The jobs wait for their turn in the boot.
load_definitions() {
  systemctl daemon-reload
  select_names look $run_dir/unit-steps
  print_states "$unit_properties" $names |
    awk "$states_program$unit_boot_program" input=steps $run_dir/unit-steps input=states kind=before $run_dir/unit-definitions kind=now - >$run_dir/unit-actions
  for verb in try-restart start; do
    select_names $verb $run_dir/unit-actions
    if [ -n "$names" ]; then systemctl "$verb" --no-block -- $names || :; fi
  done
}

# report_units_drift MANIFEST TREE
report_units_drift() {
  select_names unit $scratch.questions
  print_states "$unit_properties" $names | awk "$unit_marks_program$states_program$unit_drift_program" input=manifest "$1" input=states -
}
