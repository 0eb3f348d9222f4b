# The verb `switch`: arms the timer, moves in a unit of its own, checks health.

# shellcheck disable=SC2016 # for awk
work_program='
@work.awk@
'

# switch TO EXPECTED LIMIT WINDOW BY [restart]: TO is "-" for the state before the first generation. Stdin has the foreign files
# below /etc that the switch may adopt, one path a line. LIMIT is the number of seconds for units, WINDOW for the
# confirmation. The time until the timer reverts the switch grows with the work; the line "limit SECONDS" of the reply says
# it. With "restart", a machine whose road in changed restarts if nobody logs in after the revert.
switch() {
  require_system
  allowed=''
  while IFS= read -r line; do allowed=$allowed$newline$line; done
  lock
  migrate_state
  take_over "$@"
  complete_history
  if [ "$current" != "$2" ]; then end refused moved "$current"; fi
  if [ "$1" != - ]; then require_whole "$1"; fi
  install_agent
  protect_copies
  # A generation that was confirmed before may adopt again what it adopted then.
  if [ -e $state_dir/adopted ] && case $history$newline in *"$tab$1$newline"*) ;; *) false ;; esac; then allowed=$allowed$newline$(cat $state_dir/adopted); fi
  find_manifest "$1"
  wanted_manifest=$manifest
  find_manifest "$2"
  report_etc_refusals "$wanted_manifest" "$manifest" >$run_dir/foreign
  : >$run_dir/adopt
  while read -r word target rest; do if [ "$word" = foreign ] && has_line "$allowed" "$target"; then say "$target" >>$run_dir/adopt; else say "$word" "$target" "$rest"; fi; done <$run_dir/foreign >$run_dir/strangers
  if [ -s $run_dir/strangers ]; then
    cat $run_dir/strangers
    end refused conflict
  fi
  report_hosts_fault "$manifest" "$wanted_manifest"
  if [ -n "$fault" ]; then end refused uneditable; fi
  report_road_refusal "$manifest" "$wanted_manifest" "$generations_dir/$1" >$run_dir/unusable
  if [ -s $run_dir/unusable ]; then
    cat $run_dir/unusable
    end refused road
  fi
  # On record before anything changes: a revert leaves such a file in its place if the switch did not reach it.
  if [ -s $run_dir/adopt ]; then { cat $state_dir/adopted 2>/dev/null || :; cat $run_dir/adopt; } | sort -u | write_file $state_dir/adopted 600; fi
  if [ -e $state_dir/units ]; then rm -f $state_dir/units; fi
  if [ -e $run_dir/remember ]; then rm -f $run_dir/remember; fi
  if [ "${6:-}" = restart ]; then remember_road "$4"; fi
  awk "$work_program" side=from "$manifest" side=to "$wanted_manifest" >$run_dir/work
  read -r longest work <$run_dir/work
  seconds=$((2 * $3 + longest + work + $4))
  begin_pending "$1" "$2" $seconds "$5" install_boot_files
  say limit $seconds
  unlock
  activate_in_unit "$1" "$2" "$3" "$4" "$5"
}

# activate TO FROM LIMIT WINDOW BY: the verb of troupe-activate.service
activate() {
  exec >>$run_dir/activate 2>>$run_dir/errors
  lock 60
  read_pending
  read_current
  if [ "$pending_to" != "$1" ] || [ "$current" != "$2" ]; then end refused moved "$current"; fi
  JOURNAL_SINCE=$pending_asked UNIT_SECONDS=$3
  export JOURNAL_SINCE UNIT_SECONDS
  say phase switch
  finish_revert
  reason='it was not healthy'
  if ! sh $state_dir/agent move "$2" "$1" 2>$run_dir/errors 9>&-; then
    report_broken_step
  elif settle_units "$3" && run_health_checks "$(manifest_of "$1")" "$generations_dir/$1"; then
    if await_confirmation "$1" "$2" "$4" "$5" 2>$run_dir/errors; then end pending "$4"; fi
    report_broken_step
  fi
  say phase revert
  if go_back "$1" "$2" "$reason"; then end reverted; fi
  arm_timer 5 "$1"
  end lost
}
# report_broken_step: reports the errors of a step that named no unit, and makes the last one the reason of the revert
report_broken_step() {
  if ! grep -q "^failed$tab" $run_dir/activate; then
    say failed step move - -
    tail -n 20 $run_dir/errors | prefixed "log${tab}move"
  fi
  reason="it could not be carried out: $(last_words $run_dir/errors)"
}
