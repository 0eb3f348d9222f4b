# The state of a switch. A restart of the machine ends a switch: the machine boots the system that was confirmed last.

# restarted: true if the machine restarted since the pending switch began
restarted() { [ -e $state_dir/pending ] && [ "$(pending boot)" != "$(boot_id)" ]; }
# committed: true if the pending system became the one that boots
committed() { [ "$(pending state)" = commit ] && [ "$(pending to)" = "$(current)" ]; }
# restart_revert: prints the record of the revert by a restart
restart_revert() { say "$(pending asked)" "$(pending to)" "$(pending from)" "the machine restarted before it was confirmed"; }
# base: prints the system that a plan starts from
base() { if [ -e $state_dir/pending ] && ! restarted; then pending from; else current; fi; }
# report_state: prints the system in effect, the pending switch, the last reverted switch and the history
report_state() {
  say current "$(current)"
  if restarted; then
    if ! committed; then restart_revert | prefixed reverted; fi
  elif [ -e $state_dir/pending ]; then
    say pending "$(pending to)" "$(pending from)" "$(pending state)" $(($(pending until) - $(now))) "$(pending by)"
  else
    report_reverted
  fi
  if [ -e $state_dir/history ]; then prefixed history <$state_dir/history; fi
}
# write_confirmed NAME: adds the system to the history
write_confirmed() {
  # shellcheck disable=SC2094 # write_file renames, so cat reads the old file to its end
  { cat $state_dir/history 2>/dev/null || :; say "$(now)" "$1"; } | tail -n 100 | write_file $state_dir/history 644
  forget_reverted
}
# settle_restart: records how a restart ended the pending switch. A power cut in the commit may have left the profile at
# the system that was not committed.
settle_restart() {
  if ! restarted; then return 0; fi
  if committed; then write_confirmed "$(pending to)"; else
    if [ "$(system_of $profile)" = "$(pending to)" ]; then restore_profile "$(pending from)"; fi
    restart_revert | write_file $state_dir/reverted 644
  fi
  remove_pending
  rm -f $nixos_dir/before
}
