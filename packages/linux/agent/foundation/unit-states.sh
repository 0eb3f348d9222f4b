# States of units, and the journal of unhealthy ones.

# unit_states NAME...: prints NAME LOAD ACTIVE SUB RESULT TYPE CONDITION INVOCATION for each unit
unit_states() {
  if [ $# = 0 ]; then return 0; fi
  { systemctl show -p Id,LoadState,ActiveState,SubState,Result,Type,ConditionResult,ConditionTimestampMonotonic,InvocationID "$@"; echo; } | {
    id='' load=- active=- sub=- result=- type=- condition=- checked=- invocation=-
    while IFS='=' read -r key value; do
      value=${value:--}
      case $key in
        Id) id=$value ;; LoadState) load=$value ;; ActiveState) active=$value ;; SubState) sub=$value ;; Result) result=$value ;;
        Type) type=$value ;; ConditionResult) condition=$value ;; ConditionTimestampMonotonic) checked=$value ;; InvocationID) invocation=$value ;;
        '')
          if [ "$checked" = 0 ]; then condition=-; fi
          if [ -n "$id" ]; then say "$id" "$load" "$active" "$sub" "$result" "$type" "$condition" "$invocation"; fi
          id='' load=- active=- sub=- result=- type=- condition=- checked=- invocation=- ;;
      esac
    done
  }
}
# verdict LOAD ACTIVE SUB RESULT TYPE CONDITION: prints good, busy or bad
verdict() {
  case $2 in
    active | reloading) echo good ;;
    activating | deactivating | maintenance) echo busy ;;
    inactive) if [ "$1" = loaded ] && { [ "$5" = oneshot ] && [ "$4" = success ] || [ "$6" = no ]; }; then echo good; else echo bad; fi ;;
    *) echo bad ;;
  esac
}
# unhealthy_units NAME...: prints NAME LOAD ACTIVE SUB RESULT for units that failed, are down, or restart in a loop
unhealthy_units() {
  unit_states "$@" | while read -r id load active sub result type condition invocation; do
    if [ "$(verdict "$load" "$active" "$sub" "$result" "$type" "$condition")" = bad ] || [ "$sub" = auto-restart ]; then
      say "$id" "$load" "$active" "$sub" "$result"
    fi
  done
}
# report_failed_units LINES: LINES are NAME VERDICT STATE RESULT; prints each unit with its journal since $JOURNAL_SINCE
report_failed_units() {
  journalctl --sync >/dev/null 2>&1 || :
  printf '%s\n' "$1" | while read -r id _ state result; do
    say failed unit "$id" "$state" "$result"
    journalctl -u "$id" -n 20 --no-pager -q -o cat --since "@$JOURNAL_SINCE" 2>/dev/null | prefixed "log${tab}$id"
  done
}
