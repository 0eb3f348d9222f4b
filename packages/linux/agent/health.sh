# Health after a switch: units that settle, and health checks.

# shellcheck disable=SC2016 # the program is awk's
unit_settle_program='
@unit-settle.awk@
'
settle_properties=$state_properties,ReloadResult,TimersMonotonic

# unit_verdicts: prints NAME STATE RESULT WORD VERDICT INVOCATION for the units that the last switch changed
unit_verdicts() {
  set --
  while read -r action name rest; do if [ "$action" != stop ]; then set -- "$@" "$name"; fi; done <$run_dir/unit-actions
  (print_states "$settle_properties" "$@") >$run_dir/unit-states || :
  if [ $# != 0 ] && [ ! -s $run_dir/unit-states ]; then say systemd silent - unit busy -; fi
  awk "$states_program$unit_settle_program" input=actions $run_dir/unit-actions input=states $run_dir/unit-states
}
# read_verdicts: sets `verdicts` to these lines
read_verdicts() {
  unit_verdicts >$run_dir/verdicts
  verdicts=''
  while IFS= read -r line; do verdicts=${verdicts:+$verdicts$newline}$line; done <$run_dir/verdicts
}
# with_verdict VERDICT LINES: prints NAME STATE RESULT WORD of the lines with the verdict
with_verdict() { printf '%s\n' "$2" | sed -n "s/$tab$1${tab}[^$tab]*\$//p"; }
# settle_units SECONDS: waits until the changed units are in effect, with the same processes half a second later; else
# reports them
settle_units() {
  deadline='' previous=''
  while :; do
    read_verdicts
    case $verdicts in
      '') return 0 ;;
      *"${tab}bad$tab"*) report_unit_failures "$(with_verdict bad "$verdicts")"; return 1 ;;
      *"${tab}busy$tab"*) ;;
      "$previous") return 0 ;;
    esac
    seconds=$(date +%s)
    deadline=${deadline:-$((seconds + $1))}
    if [ "$seconds" -ge "$deadline" ]; then
      busy=$(with_verdict busy "$verdicts")
      report_unit_failures "${busy:-$(with_verdict good "$verdicts")}"
      return 1
    fi
    previous=$verdicts
    sleep 0.5
  done
}
# run_health_checks MANIFEST TREE: succeeds if each check succeeds before its time is over
run_health_checks() {
  begin=''
  sed -n "s/^health$tab//p" "$1" >$run_dir/health-checks
  while read_health; do
    say phase health "$name"
    until timeout -k 2 10 "$2/$path" >$run_dir/health.log 2>&1 </dev/null 9>&-; do
      seconds=$(date +%s)
      begin=${begin:-$seconds}
      if [ "$seconds" -ge $((0 + begin + timeout_seconds)) ]; then
        say failed health "$name" "$timeout_seconds" "${description:--}"
        tail -n 20 $run_dir/health.log | prefixed "log${tab}$name"
        return 1
      fi
      sleep 0.2
    done
  done <$run_dir/health-checks
}
