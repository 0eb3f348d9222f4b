# The verb `switch`: arms the timer, runs `switch-to-configuration test` in a unit of its own, checks health. Until
# `confirm`, the machine boots the system from before.

# activate_system NAME ACTION: returns the status of switch-to-configuration, whose output goes to /run/troupe/output
activate_system() {
  status=0
  timeout -k 10 "$UNIT_SECONDS" "$store/$1/bin/switch-to-configuration" "$2" >$run_dir/output 2>&1 </dev/null 9>&- || status=$?
  return $status
}
# report_unit_steps: prints a "did" line for each unit that the output names
report_unit_steps() {
  sed -n -e "s/^stopping the following units: /stop$tab/p" -e "s/^restarting the following units: /restart$tab/p" \
    -e "s/^reloading the following units: /reload$tab/p" -e "s/^starting the following units: /start$tab/p" \
    -e "s/^the following new units were started: /start$tab/p" $run_dir/output |
    while read -r step names; do printf '%s\n' "$names" | tr , '\n' | sed "s/^ */did$tab$step$tab/"; done | sort -u
}
# newly_failing_units: prints the names of units that fail and did not fail before the switch
newly_failing_units() { difference "$(failing_units)" "$(cat $run_dir/failing 2>/dev/null)"; }
# report_failing_units NAMES
report_failing_units() {
  report_failed_units "$(unit_states $1 | while read -r id load active sub result rest; do say "$id" "$active/$sub" "$result"; done)"
}

# switch TO EXPECTED LIMIT WINDOW BY: LIMIT is the number of seconds for units, WINDOW for the confirmation
switch() {
  require_nixos
  lock
  migrate_state
  settle_restart
  if systemctl is-active -q troupe-commit.service; then end busy commit 2 "$(pending by)"; fi
  take_over "$@"
  if [ "$(current)" != "$2" ]; then end refused moved "$(current)"; fi
  if [ ! -x "$store/$1/bin/switch-to-configuration" ]; then end refused unknown; fi
  install_agent
  # A health check must pass, even one that failed before the switch.
  failing_units | sed '/^health-check-/d' >$run_dir/failing
  say booting "$(booting)" >$run_dir/remember
  # The garbage collector must not delete the system to go back to.
  if has_nix; then add_root before "$2" 2>/dev/null || :; fi
  begin_pending "$1" "$2" $((2 * $3 + $4)) "$5" :
  unlock
  activate_in_unit "$1" "$2" "$3" "$4" "$5"
}

# activate TO FROM LIMIT WINDOW BY: the verb of troupe-activate.service
activate() {
  exec >>$run_dir/activate 2>>$run_dir/errors
  lock 60
  if [ "$(pending to)" != "$1" ] || [ "$(current)" != "$2" ]; then end refused moved "$(current)"; fi
  JOURNAL_SINCE=$(now) UNIT_SECONDS=$3
  say phase switch
  status=0
  activate_system "$1" test || status=$?
  report_unit_steps
  # The status 4 means that units failed. They may have failed before the switch.
  case $status in
    0 | 4)
      if settle_health; then
        if await_confirmation "$1" "$2" "$4" "$5" 2>$run_dir/errors; then end pending "$4"; fi
        say failed switch "await confirmation" - -
        tail -n 20 $run_dir/errors | prefixed "log${tab}await confirmation"
      fi
      ;;
    *)
      say failed switch "switch-to-configuration test" "$status" -
      tail -n 25 $run_dir/output | prefixed "log${tab}switch-to-configuration test"
      ;;
  esac
  say phase revert
  if go_back "$1" "$2" "it was not healthy"; then end reverted; fi
  arm_timer 5 "$1"
  end lost
}
# checks_running: true while a health check runs
checks_running() { systemctl list-units --all --plain --no-legend --full --state=activating 'health-check-*' | grep -q .; }
# settle_health: waits for the health checks; reports units that fail newly, at once or half a second later
settle_health() {
  if checks_running; then say phase health; fi
  while checks_running && [ $(($(now) - JOURNAL_SINCE)) -lt "$UNIT_SECONDS" ]; do sleep 0.5; done
  for seconds in 0 0.5; do
    sleep $seconds
    failing=$(newly_failing_units)
    if [ -n "$failing" ]; then
      report_failing_units "$failing"
      return 1
    fi
  done
}
