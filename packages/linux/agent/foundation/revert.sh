# The verb `revert`. A platform has the functions `go_back TO FROM REASON`, which fails while the machine is not back in
# FROM, `stop_switch`, which stops the units of a running switch, and `clean_up`, which removes files that a killed switch
# left before it was on record.

# revert TO REASON [once]: the verb of the timer, of `take_over` and of `confirm`. It repeats with growing pauses until
# the machine is back. With `once`, it leaves the repetition to a timer.
revert() {
  make_run_dir
  exec >>$run_dir/revert 2>&1
  reason=$(revert_reason "$2")
  # The timer of a switch that was killed before it was on record stops no other switch.
  if [ "$(pending to)" = "$1" ]; then stop_switch; fi
  pause=5
  while :; do
    wait_for_lock
    if [ "$(pending to)" != "$1" ]; then
      clean_up
      return 0
    fi
    if go_back "$1" "$(pending from)" "$reason"; then return 0; fi
    if [ "${3:-}" = once ]; then arm_timer $pause "$1"; return 0; fi
    unlock
    sleep $pause
    if [ $pause -lt 300 ]; then pause=$((pause * 2)); fi
  done
}
# revert_reason REASON: prints why the pending switch is reverted. Before it waits for its confirmation, REASON is not
# the cause.
revert_reason() {
  if [ "$(pending state)" != switching ]; then printf '%s' "$1"; return 0; fi
  words=$(last_words $run_dir/errors)
  if systemctl is-active -q troupe-activate.service; then printf 'it was not over in time'; else printf 'it broke off'; fi
  if [ -n "$words" ]; then printf ': %s' "$words"; fi
}
# record_revert TO FROM REASON: the record goes to /run as well, because the disk may be full
record_revert() {
  say "$(now)" "$1" "$2" "$3" >$run_dir/reverted
  write_file $state_dir/reverted 644 <$run_dir/reverted 2>/dev/null || :
  say "Troupe reverted $1 to $2: $3." | tr "$tab" ' ' | timeout 10 systemd-cat -t troupe 2>/dev/null || :
}
# report_reverted: prints the record
report_reverted() {
  if [ -e $run_dir/reverted ]; then prefixed reverted <$run_dir/reverted; elif [ -e $state_dir/reverted ]; then prefixed reverted <$state_dir/reverted; fi
}
forget_reverted() { if [ -e $run_dir/reverted ] || [ -e $state_dir/reverted ]; then rm -f $run_dir/reverted $state_dir/reverted; fi; }
