# The verb `switch`: arms the timer, moves in a unit of its own, checks health.

# switch TO EXPECTED LIMIT WINDOW BY: stdin has the foreign files below /etc that the switch may adopt, one path a line.
# LIMIT is the number of seconds for units, WINDOW for the confirmation.
switch() {
  require_system
  allowed=$(cat)
  lock
  take_over "$@"
  if [ "$(current)" != "$2" ]; then end refused moved "$(current)"; fi
  complete_history
  require_whole "$1"
  install_agent
  protect_copies
  # A generation that was confirmed before may adopt again what it adopted then.
  if grep -qs "$tab$1\$" $state_dir/history && [ -e $state_dir/adopted ]; then allowed=$allowed$newline$(cat $state_dir/adopted); fi
  foreign_files "$(etc_targets "$(manifest_of "$2")")" "$generations_dir/$1/manifest" >$run_dir/foreign
  : >$run_dir/adopt
  while read -r word target rest; do if has_line "$allowed" "$target"; then say "$target" >>$run_dir/adopt; else say "$word" "$target" "$rest"; fi; done <$run_dir/foreign >$run_dir/strangers
  if [ -s $run_dir/strangers ]; then
    cat $run_dir/strangers
    end refused conflict
  fi
  report_hosts_fault "$(manifest_of "$2")" "$generations_dir/$1/manifest"
  if [ -n "$fault" ]; then end refused uneditable; fi
  install_boot_files
  longest=0
  for seconds in $(health_lines "$generations_dir/$1/manifest" | while read_health; do say "$timeout_seconds"; done); do if [ "$seconds" -gt $longest ]; then longest=$seconds; fi; done
  write_pending "$1" "$2" switching $((2 * $3 + longest + $4)) "$5"
  arm_timer $((2 * $3 + longest + $4)) "$1"
  unlock
  run_in_unit activate activate "$1" "$2" "$3" "$4" "$5"
  if ! grep -q "^end$tab" $run_dir/activate; then end lost; fi
  exit 0
}

# activate TO FROM LIMIT WINDOW BY: the verb of troupe-activate.service
activate() {
  exec >>$run_dir/activate 2>&1
  lock 60
  if [ "$(pending to)" != "$1" ] || [ "$(current)" != "$2" ]; then end refused moved "$(current)"; fi
  while read -r target; do
    case $target in systemd/system/*) ;; *) if exists "/etc/$target"; then keep_copy "/etc/$target" "$originals_dir/etc/$target"; fi ;; esac
  done <$run_dir/adopt
  if [ -s $run_dir/adopt ]; then { cat $state_dir/adopted 2>/dev/null || :; cat $run_dir/adopt; } | sort -u | write_file $state_dir/adopted 600; fi
  JOURNAL_SINCE=$(now) UNIT_SECONDS=$3
  export JOURNAL_SINCE UNIT_SECONDS
  say phase switch
  if ! sh $state_dir/agent move "$2" "$1" 2>$run_dir/errors 9>&-; then
    say failed step move - -
    tail -n 20 $run_dir/errors | prefixed "log${tab}move"
  elif settle_units "$3" && run_health_checks "$generations_dir/$1/manifest" "$generations_dir/$1"; then
    write_pending "$1" "$2" confirm "$4" "$5"
    arm_timer "$4" "$1"
    end pending "$4"
  fi
  say phase revert
  go_back "$1" "$2" "it was not healthy"
  end reverted
}
