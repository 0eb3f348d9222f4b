# The revert of a pending switch.

# go_back TO FROM REASON: leaves the pending TO for FROM, and goes on after errors
go_back() {
  PATH="$store/$2/sw/bin:$PATH" UNIT_SECONDS=300
  set +e
  activate_system "$2" test
  if [ -s $run_dir/booting ] && [ "$(booting)" != "$(cat $run_dir/booting)" ]; then
    nix-env -p $profile --switch-generation "$(cat $run_dir/booting)" >/dev/null 2>&1
    activate_system "$2" boot
  fi
  say "$(now)" "$1" "$2" "$3" | write_file $state_dir/reverted 644
  remove_pending
  disarm_timer
  say "Troupe reverted $1 to $2: $3." | tr "$tab" ' ' | systemd-cat -t troupe 2>/dev/null
  failing=$(newly_failing_units)
  if [ -n "$failing" ]; then unhealthy_units $failing | prefixed afterwards; fi
  set -e
}
# revert TO REASON: the verb of the timer, of `take_over` and of `confirm`
revert() {
  make_run_dir
  exec >>$run_dir/revert 2>&1
  systemctl stop troupe-activate.service troupe-commit.service 2>/dev/null || :
  wait_for_lock
  if [ "$(pending to)" != "$1" ]; then return 0; fi
  go_back "$1" "$(pending from)" "$2"
}
