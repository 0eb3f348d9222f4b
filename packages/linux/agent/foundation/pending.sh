# The pending switch: on record in `pending`, with a timer that reverts it.

# pending KEY: prints the value that `pending` has for KEY
pending() { if [ -e $state_dir/pending ]; then lines "$1" $state_dir/pending; fi; }

# arm_timer SECONDS ID: starts the timer that reverts ID, then stops earlier timers. The revert starts again until it
# succeeds.
arm_timer() {
  armed=$(systemctl list-units --plain --no-legend 'troupe-rollback-*.timer' | sed 's/ .*//')
  systemd-run -q --collect --unit="troupe-rollback-$$-$(date +%s%N)" --on-active="$1" --timer-property=AccuracySec=100ms \
    -p Restart=on-failure -p RestartSec=5 sh $state_dir/agent revert "$2" "nobody confirmed it in time"
  if [ -n "$armed" ]; then systemctl stop $armed 2>/dev/null || :; fi
}
disarm_timer() { systemctl stop 'troupe-rollback-*.timer' 2>/dev/null || :; }
# write_pending TO FROM STATE SECONDS BY
write_pending() {
  {
    say to "$1"
    say from "$2"
    say state "$3"
    say until $(($(now) + $4))
    say by "$5"
    say asked "$(now)"
    say boot "$(boot_id)"
  } | write_file $state_dir/pending 600
  sync $state_dir
}
remove_pending() { rm -f $state_dir/pending; sync $state_dir; }

# take_over TO EXPECTED LIMIT WINDOW BY: settles a pending switch whose deployer may be dead. The same switch stays and
# is confirmed next. Another switch gets ten seconds to be confirmed, then is reverted before its timer.
take_over() {
  if [ ! -e $state_dir/pending ]; then return 0; fi
  if systemctl is-active -q troupe-activate.service; then end busy switching 2 "$(pending by)"; fi
  if [ "$(pending boot)" = "$(boot_id)" ]; then
    if [ "$(pending state)" = confirm ] && [ "$(pending to)" = "$1" ] && [ "$(current)" = "$1" ]; then
      write_pending "$1" "$(pending from)" confirm "$4" "$5"
      arm_timer "$4" "$1"
      end pending "$4"
    fi
    left=$(($(pending asked) + 10 - $(now)))
    if [ $left -gt 0 ] && [ $left -le 10 ]; then end busy confirm 1 "$(pending by)"; fi
  fi
  install_agent
  abandoned=$(pending to)
  unlock
  run_in_unit revert revert "$abandoned" "another deployer took over" >/dev/null
  lock
  if [ -e $state_dir/pending ]; then end busy switching 2 "$(pending by)"; fi
}
