/** What state units are in, and what the journal says about those that are not well. */
import { sh } from "./sh.ts";

export const unitStates = sh`
# unit_states NAME...: NAME LOAD ACTIVE SUB RESULT TYPE CONDITION INVOCATION for each
unit_states() {
  if [ $# = 0 ]; then return 0; fi
  { systemctl show -p Id,LoadState,ActiveState,SubState,Result,Type,ConditionResult,ConditionTimestampMonotonic,InvocationID "$@"; echo; } | {
    id= load=- active=- sub=- result=- type=- condition=- checked=- invocation=-
    while IFS== read -r key value; do
      value=\${value:--}
      case $key in
        Id) id=$value ;; LoadState) load=$value ;; ActiveState) active=$value ;; SubState) sub=$value ;; Result) result=$value ;;
        Type) type=$value ;; ConditionResult) condition=$value ;; ConditionTimestampMonotonic) checked=$value ;; InvocationID) invocation=$value ;;
        '')
          if [ "$checked" = 0 ]; then condition=-; fi
          if [ -n "$id" ]; then say "$id" "$load" "$active" "$sub" "$result" "$type" "$condition" "$invocation"; fi
          id= load=- active=- sub=- result=- type=- condition=- checked=- invocation=- ;;
      esac
    done
  }
}
# judge LOAD ACTIVE SUB RESULT TYPE CONDITION: good, busy, or bad
judge() {
  case $2 in
    active | reloading) echo good ;;
    activating | deactivating | maintenance) echo busy ;;
    inactive) if [ "$1" = loaded ] && { [ "$5" = oneshot ] && [ "$4" = success ] || [ "$6" = no ]; }; then echo good; else echo bad; fi ;;
    *) echo bad ;;
  esac
}
# troubled NAME...: the state lines of those that are not as they should be
troubled() {
  unit_states "$@" | while read -r id load active sub result type condition invocation; do
    if [ "$(judge "$load" "$active" "$sub" "$result" "$type" "$condition")" = bad ] || [ "$sub" = auto-restart ]; then
      say "$id" "$load" "$active" "$sub" "$result"
    fi
  done
}
failed_units() {
  journalctl --sync >/dev/null 2>&1 || :
  printf '%s\n' "$1" | while read -r id verdict state result; do
    say failed unit "$id" "$state" "$result"
    journalctl -u "$id" -n 20 --no-pager -q -o cat --since "@$SINCE" 2>/dev/null | texts "log\${T}$id"
  done
}
`;
