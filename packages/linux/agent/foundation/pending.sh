# The pending switch: on record in `pending`, with a timer that reverts it.

# pending KEY: prints the value that `pending` has for KEY
pending() { if [ -e $state_dir/pending ]; then lines "$1" $state_dir/pending; fi; }

# read_pending: sets pending_to, pending_from and so on; all are empty without a pending switch
# shellcheck disable=SC2034 # not every caller uses every value
read_pending() {
  pending_to='' pending_from='' pending_state='' pending_until='' pending_by='' pending_asked='' pending_boot=''
  if [ ! -e $state_dir/pending ]; then return 0; fi
  while read -r key value; do
    case $key in to | from | state | until | by | asked | boot) eval "pending_$key=\$value" ;; esac
  done <$state_dir/pending
}
# The reason of the timer, for a switch that waits for its confirmation.
unconfirmed_reason='nobody confirmed it in time'

# arm_timer SECONDS ID: starts the timer that reverts ID, then stops earlier timers. Its name is on record before it
# starts, so that the next timer stops it in any case.
arm_timer() {
  read -r uptime _ </proc/uptime
  timer=troupe-rollback-$$-${uptime%% *}
  say "$timer" >>$run_dir/timers
  systemd-run -q --collect --unit="$timer" --on-active="$1" --timer-property=AccuracySec=100ms \
    -p Restart=on-failure -p RestartSec=5 -p TimeoutStopSec=10 sh $state_dir/agent revert "$2" "$unconfirmed_reason" || return 1
  earlier=''
  while read -r name; do if [ "$name" != "$timer" ]; then earlier=$earlier$newline$name.timer; fi; done <$run_dir/timers
  say "$timer" >$run_dir/timers
  if [ -n "$earlier" ]; then systemctl stop $earlier 2>/dev/null || :; fi
}
disarm_timer() {
  systemctl stop 'troupe-rollback-*.timer' 2>/dev/null || :
  : >$run_dir/timers
}
# write_pending TO FROM STATE SECONDS BY: with the lines KEY VALUE in /run/troupe/remember, what a platform needs to know
# after a restart
write_pending() {
  asked=$(date +%s)
  read -r boot </proc/sys/kernel/random/boot_id
  set -- "to$tab$1" "from$tab$2" "state$tab$3" "until$tab$((asked + $4))" "by$tab$5" "asked$tab$asked" "boot$tab$boot"
  if [ -e $run_dir/remember ]; then while IFS= read -r line; do set -- "$@" "$line"; done <$run_dir/remember; fi
  IFS=$newline
  record=$*
  IFS=$tab$newline
  write_text $state_dir/pending 600 "$record" && sync $state_dir
}
# begin_pending TO FROM SECONDS BY COMMAND: arms the timer of a switch, runs the command, which prepares the machine, and
# puts the switch on record, before anything changes. Ends the reply if one of them fails. The timer comes first, so that
# a script that is killed leaves no pending switch without one.
begin_pending() {
  if { arm_timer "$3" "$1" && $5 && write_pending "$1" "$2" switching "$3" "$4"; } 2>$run_dir/errors; then return 0; fi
  remove_pending
  disarm_timer
  clean_up
  refuse_unready
}
# await_confirmation TO FROM SECONDS BY: from now on the switch waits for its confirmation
await_confirmation() { write_pending "$1" "$2" confirm "$3" "$4" && arm_timer "$3" "$1"; }
remove_pending() { rm -f $state_dir/pending; sync $state_dir; }
# refuse_unready: ends the reply of a switch that could not begin, with the errors
refuse_unready() {
  tail -n 5 $run_dir/errors | prefixed log
  end refused unready
}

# activate_in_unit ID ARGUMENT...: runs the verb `activate` of the pending switch to ID. If its process ends without an
# answer, the switch is reverted at once.
activate_in_unit() {
  if ! run_in_unit activate activate "$@"; then
    lock
    # The unit takes the lock and writes a line before it changes anything.
    if [ ! -s $run_dir/activate ]; then
      remove_pending
      disarm_timer
      clean_up
      mv -f $run_dir/start $run_dir/errors
      refuse_unready
    fi
    unlock
  fi
  while read -r word rest; do if [ "$word" = end ]; then exit 0; fi; done <$run_dir/activate
  revert_broken "$1"
}
# revert_broken ID: reverts a switch whose processes have ended before it was over
revert_broken() {
  say failed step move - -
  tail -n 20 $run_dir/errors 2>/dev/null | prefixed "log${tab}move"
  run_in_unit revert revert "$1" "it broke off" once || :
  if [ "$(pending to)" = "$1" ]; then end lost; fi
  end reverted
}
# is_broken: true if the processes of the pending switch have ended before it was over. A switch gets ten seconds to
# start its unit.
is_broken() {
  read_pending
  [ "$pending_state" = switching ] && [ $(($(date +%s) - ${pending_asked:-0})) -gt 10 ] && ! systemctl is-active -q troupe-activate.service
}

# take_over TO EXPECTED LIMIT WINDOW BY: settles a pending switch whose deployer may be dead. The same switch stays and
# is confirmed next. Another switch gets ten seconds to be confirmed, then is reverted before its timer.
take_over() {
  if [ ! -e $state_dir/pending ]; then return 0; fi
  if systemctl is-active -q troupe-activate.service; then end busy switching 2 "$(pending by)"; fi
  if [ "$(pending boot)" = "$(boot_id)" ]; then
    if [ "$(pending state)" = confirm ] && [ "$(pending to)" = "$1" ] && [ "$(current)" = "$1" ]; then
      await_confirmation "$1" "$(pending from)" "$4" "$5"
      end pending "$4"
    fi
    left=$(($(pending asked) + 10 - $(date +%s)))
    if [ $left -gt 0 ] && [ $left -le 10 ]; then end busy confirm 1 "$(pending by)"; fi
  fi
  install_agent
  abandoned=$(pending to)
  unlock
  run_in_unit revert revert "$abandoned" "another deployer took over" once >/dev/null || :
  lock
  if [ -e $state_dir/pending ]; then end busy switching 2 "$(pending by)"; fi
}
