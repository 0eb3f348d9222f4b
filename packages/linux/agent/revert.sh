# The revert of a pending switch.

# go_back TO FROM REASON: leaves the pending TO for FROM, and goes on after errors
go_back() {
  TROUPE_GO_ON=1 UNIT_SECONDS=60 sh $state_dir/agent move "$1" "$2" 2>$run_dir/errors 9>&- || :
  if [ "$2" = - ]; then
    remove_boot_files
    systemctl daemon-reload
  fi
  say "$(now)" "$1" "$2" "$3" | write_file $state_dir/reverted 644 || :
  sync -f $state_dir
  remove_pending
  disarm_timer
  say "Troupe reverted $1 to $2: $3." | tr "$tab" ' ' | systemd-cat -t troupe 2>/dev/null || :
  unhealthy_units $(started_units "$(manifest_of "$2")") | prefixed afterwards
}
# revert TO REASON: the verb of the timer, of `take_over` and of `confirm`
revert() {
  make_run_dir
  exec >>$run_dir/revert 2>&1
  systemctl stop troupe-activate.service 2>/dev/null || :
  wait_for_lock
  if [ "$(pending to)" != "$1" ]; then return 0; fi
  go_back "$1" "$(pending from)" "$2"
}
