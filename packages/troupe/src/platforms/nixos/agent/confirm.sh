# The verb `confirm`: makes a switch permanent over a fresh connection.

# confirm NAME
confirm() {
  require_nixos
  lock
  settle_restart
  if [ -e $state_dir/pending ] && [ "$(pending to)" = "$1" ]; then
    if is_broken; then
      unlock
      revert_broken "$1"
    fi
    if [ "$(pending state)" != confirm ]; then end busy switching 2 "$(pending by)"; fi
    failing=$(newly_failing_units)
    if [ -n "$failing" ]; then
      JOURNAL_SINCE=$(($(pending asked) - 60))
      report_failing_units "$failing"
      unlock
      run_in_unit revert revert "$1" "it was not healthy" once
      if [ "$(pending to)" = "$1" ]; then end busy switching 2 -; fi
      end reverted
    fi
    # The commit takes long on slow disks, and the timer must not interrupt it.
    write_pending "$1" "$(pending from)" commit 600 "$(pending by)"
    arm_timer 600 "$1"
    unlock
    run_in_unit commit commit "$1"
    if ! grep -q "^end$tab" $run_dir/commit; then end busy commit 2 -; fi
    exit 0
  fi
  if [ ! -e $state_dir/pending ] && [ "$(current)" = "$1" ]; then end confirmed; fi
  report_state
  end reverted
}
# commit NAME: the verb of troupe-commit.service; makes the system the one that boots
commit() {
  exec >>$run_dir/commit 2>&1
  lock 60
  if [ "$(pending to)" != "$1" ] || [ "$(pending state)" != commit ]; then end busy commit 2 -; fi
  UNIT_SECONDS=500 failed_step=''
  # A system that the profile already has gets no second generation.
  number=$(generations | sed -n "s/^\([0-9]*\)${tab}[0-9]*$tab$1\$/\1/p" | tail -n 1)
  if [ -n "$number" ]; then set -- "$1" --switch-generation "$number"; else set -- "$1" --set "$store/$1"; fi
  if ! nix-env -p $profile "$2" "$3" >$run_dir/output 2>&1 </dev/null 9>&-; then failed_step="nix-env -p $profile $2"
  elif ! activate_system "$1" boot; then failed_step="switch-to-configuration boot"; fi
  if [ -n "$failed_step" ]; then
    say failed boot "$failed_step" - -
    tail -n 25 $run_dir/output | prefixed "log${tab}$failed_step"
    if go_back "$1" "$(pending from)" "it could not be made the system that boots"; then end reverted; fi
    arm_timer 5 "$1"
    end busy commit 2 -
  fi
  write_confirmed "$1"
  disarm_timer
  remove_pending
  prune_records
  end confirmed
}
# prune_records: removes the records of deleted systems, and the roots of the garbage collector: the profile keeps the
# system
prune_records() {
  rm -f $nixos_dir/planned $nixos_dir/staged $nixos_dir/before
  find $nixos_dir/records -type f -name '*.json' | while read -r record; do
    name=${record##*/}
    if [ ! -e "$store/${name%.json}" ]; then rm -f "$record"; fi
  done
}
