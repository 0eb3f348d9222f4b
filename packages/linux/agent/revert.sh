# The revert of a pending switch. `unfinished` is the record of a revert of which single items did not go back; the
# items are in `left`.

# go_back TO FROM REASON: leaves the pending TO for FROM, and goes on after errors of single items. Fails while
# `current` is not FROM or the move did not reach its end; `pending` stays then.
go_back() { leave_pending move "$1" "$2" "$3"; }
stop_switch() { systemctl stop troupe-activate.service 2>/dev/null || :; }

# leave_pending VERB TO FROM REASON: VERB is `move`, or `settle` where no unit runs yet
leave_pending() {
  if ! move_back "$1" "$2" "$3"; then return 1; fi
  restart_after=''
  if [ "$4" = "$unconfirmed_reason" ]; then plan_restart; fi
  record_revert "$2" "$3" "$4"
  sync -f $state_dir /etc || :
  if [ -s $run_dir/left ]; then
    write_file $state_dir/left 600 <$run_dir/left 2>/dev/null || :
    # A rename needs no space on a full disk.
    mv -fT $state_dir/pending $state_dir/unfinished && sync $state_dir || return 1
  else
    remove_pending
    # The boot files go last, so that the next boot repeats what a power cut interrupts.
    if [ "$3" = - ]; then clean_up; fi
  fi
  disarm_timer
  if [ "$1" = move ]; then
    if [ "$3" = - ]; then systemctl daemon-reload; fi
    report_units_afterwards
  fi
  if [ -s $run_dir/left ]; then repeat_in_unit; fi
  arm_restart
}
# move_back VERB TO FROM: runs `move` or `settle` as a program of its own with a limit, prints its lines, and collects
# the items that did not go back
move_back() {
  # One line is about one entry, and each gets a tenth of a second.
  limit=$((180 + $(cat "$(manifest_of "$2")" "$(manifest_of "$3")" | grep -c '') / 10))
  : >$run_dir/left
  TROUPE_GO_ON=1 UNIT_SECONDS=60 timeout -k 10 $limit sh $state_dir/agent "$1" "$2" "$3" >$run_dir/back 2>$run_dir/errors 9>&- || :
  cat $run_dir/back
  sed -n "/^left$tab/p" $run_dir/back >$run_dir/left
  if grep -qx moved $run_dir/back && [ "$(current)" = "$3" ]; then return 0; fi
  say left switch "$2" "$(last_words $run_dir/errors)" | tee -a $run_dir/left
  return 1
}
# report_left: prints the items that did not go back
report_left() {
  if [ ! -e $state_dir/unfinished ]; then return 0; fi
  for list in $run_dir/left $state_dir/left; do if [ -s $list ]; then cat $list; return 0; fi; done
  say left switch "$(lines to $state_dir/unfinished)" -
}
# finish_revert: tries the items again. They belong to the generation that was left, so all of its files are compared
# with the current generation. Units whose files came back run as these files say.
finish_revert() {
  if [ ! -e $state_dir/unfinished ]; then return 0; fi
  unfinished=$(lines to $state_dir/unfinished)
  record_definitions "$(manifest_of "$unfinished")" "$(manifest_of "$(current)")" || :
  # Without the states of units, the units did not go back.
  if grep -qs "^left${tab}units$tab" $run_dir/left; then retry=move; else retry=settle; fi
  if move_back $retry "$unfinished" "$(current)" >/dev/null && [ ! -s $run_dir/left ]; then
    rm -f $state_dir/unfinished $state_dir/left
    clean_up
  fi
  load_definitions || :
}
# repeat_in_unit: starts troupe-restore.service, which tries again with growing pauses
repeat_in_unit() {
  systemctl stop troupe-restore.service 2>/dev/null || :
  systemd-run -q --collect --no-block --unit=troupe-restore -p Restart=on-failure -p RestartSec=60 sh $state_dir/agent restore 9>&- || :
}
# restore: the verb of troupe-restore.service
restore() {
  pause=10
  while [ -e $state_dir/unfinished ]; do
    sleep $pause
    if [ $pause -lt 1800 ]; then pause=$((pause * 2)); fi
    wait_for_lock
    if [ ! -e $state_dir/pending ]; then finish_revert; fi
    unlock
  done
}
# settle TO FROM: moves what needs no running unit
settle() {
  point_current "$2"
  set -- "$(manifest_of "$1")" "$generations_dir/$1" "$(manifest_of "$2")" "$generations_dir/$2"
  move_accounts "$@"
  move_files "$@"
  say moved
}
