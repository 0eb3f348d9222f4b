# The revert of a pending switch.

# go_back TO FROM REASON: leaves the pending TO for FROM. Fails while FROM could not be activated; `pending` stays then.
go_back() {
  PATH="$store/$2/sw/bin:$PATH" UNIT_SECONDS=300
  activated=0
  activate_system "$2" test || activated=$?
  restore_profile "$2"
  # The status 4 means that units failed. They may have failed before the switch.
  case $activated in 0 | 4) ;; *) if [ "$(current)" != "$2" ]; then return 1; fi ;; esac
  record_revert "$1" "$2" "$3"
  remove_pending
  disarm_timer
  rm -f $nixos_dir/before
  failing=$(newly_failing_units)
  if [ -n "$failing" ]; then unhealthy_units $failing | prefixed afterwards; fi
}
# restore_profile FROM: makes the generation that booted before the pending switch the one that boots
restore_profile() {
  number=$(pending booting)
  if [ -z "$number" ] || [ "$number" = - ] || [ "$(booting)" = "$number" ]; then return 0; fi
  timeout -k 10 60 nix-env -p $profile --switch-generation "$number" >/dev/null 2>&1 || :
  activate_system "$1" boot || :
}
clean_up() { find $state_dir -maxdepth 1 -name '*.new.[0-9]*' -exec rm -rf {} +; }
stop_switch() { systemctl stop troupe-activate.service troupe-commit.service 2>/dev/null || :; }
