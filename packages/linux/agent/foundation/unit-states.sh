# States of units, and the journal of unhealthy ones.

# shellcheck disable=SC2016 # the program is awk's
states_program='
@unit-states.awk@
'
state_properties=Id,Names,LoadState,ActiveState,SubState,Result,Type,RemainAfterExit,ConditionResult,ConditionTimestampMonotonic,InvocationID

# print_states PROPERTIES NAME...: prints what `systemctl show` says of the units, in a pipeline, whose process it
# replaces. A name that is no unit is left out.
print_states() {
  properties=$1
  shift
  if [ $# = 0 ]; then return 0; fi
  exec timeout -k 5 "${SYSTEMCTL_SECONDS:-60}" systemctl show -p "$properties" -- "$@" 2>/dev/null
}
# unit_states NAME...: prints NAME LOAD ACTIVE SUB RESULT VERDICT INVOCATION for each unit; VERDICT is good, busy or bad
unit_states() {
  if [ $# = 0 ]; then return 0; fi
  print_states $state_properties "$@" | awk "$states_program"'
    function state() {
      print value["Id"], show("LoadState"), show("ActiveState"), show("SubState"), show("Result"), verdict(), show("InvocationID")
    }
    function finish() {}
  ' OFS="$tab" input=states -
}
# unhealthy_units NAME...: prints NAME LOAD ACTIVE SUB RESULT for units that failed, are down, or restart in a loop
unhealthy_units() {
  unit_states "$@" | while read -r id load active sub result verdict _; do
    if [ "$verdict" = bad ] || [ "$sub" = auto-restart ]; then say "$id" "$load" "$active" "$sub" "$result"; fi
  done
}
# report_failed_units LINES: LINES are NAME STATE RESULT WORD; prints each unit with its journal since $JOURNAL_SINCE
report_failed_units() {
  journalctl --sync >/dev/null 2>&1 || :
  printf '%s\n' "$1" | while read -r id state result word; do
    say failed "${word:-unit}" "$id" "$state" "$result"
    journalctl -u "$id" -n 20 --no-pager -q -o cat --since "@$JOURNAL_SINCE" 2>/dev/null | prefixed "log${tab}$id"
  done
}
