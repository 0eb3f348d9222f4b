# The restart as the last way back. After the timer's revert of a switch that changed the road in, the machine restarts
# into the old generation, unless somebody logs in or sends a request first. /run/troupe/restart exists while a restart
# may follow: the time of it on the clock since boot, then the end of the journal before it.

# read_addresses: sets `addresses` to those of the machine, each between commas, without link-local and temporary ones
read_addresses() {
  addresses=,
  while IFS=' ' read -r first second third; do
    case "$first $second $third" in
      '|-- '*) address=$second ;;
      '/32 host LOCAL') case $addresses$address in *",$address,"* | *,127.*) ;; *) addresses=$addresses$address, ;; esac ;;
    esac
  done </proc/net/fib_trie
  if [ ! -e /proc/net/if_inet6 ]; then return 0; fi
  while IFS=' ' read -r address _ _ scope flags _; do case $scope$flags in 00*[02468ace]) addresses=$addresses$address, ;; esac; done </proc/net/if_inet6
}
# remember_road WINDOW: puts on record with the pending switch that a restart may follow its revert. compare_road has
# written what of the road changes.
remember_road() {
  read_addresses
  select_names road $run_dir/road
  say restart "$1${newline}addresses" "$addresses${names:+${newline}road${tab}changed}" >$run_dir/remember
}
# plan_restart: sets `restart_after` to the seconds after which the machine restarts if nobody logs in, and
# `restart_addresses` and `restart_road`, from the pending switch
plan_restart() {
  restart_after=$(pending restart) restart_addresses=$(pending addresses) restart_road=$(pending road)
  restart_switch="$(pending to) $(pending asked)"
}
# arm_restart: begins to wait for a login, after the revert, if the road changed or addresses did not come back. A machine
# restarts at most once for a switch.
arm_restart() {
  if [ -z "$restart_after" ] || [ "$(cat $state_dir/restarted 2>/dev/null)" = "$restart_switch" ]; then return 0; fi
  if [ -z "$restart_road" ]; then
    lost=''
    read_addresses
    IFS=,
    for address in $restart_addresses; do case $addresses in *",$address,"*) ;; *) lost=$lost$address ;; esac; done
    IFS=$tab$newline
    if [ -z "$lost" ]; then return 0; fi
  fi
  # Without a journal nobody can tell that nobody logged in.
  cursor=$(timeout 10 journalctl -q -n 1 -o cat --show-cursor) || return 0
  read -r uptime _ </proc/uptime
  say $((${uptime%%.*} + restart_after)) "${cursor##*cursor: }" "$restart_switch" >$run_dir/restart
  systemd-run -q --collect --no-block --unit=troupe-restart -p Restart=on-failure -p RestartSec=2 sh $state_dir/agent last_resort 9>&- || :
}
# last_resort: the verb of troupe-restart.service
last_resort() {
  exec >>$run_dir/revert 2>&1
  if [ ! -e $run_dir/restart ]; then return 0; fi
  IFS=$tab read -r deadline cursor restart_switch <$run_dir/restart
  while :; do
    if [ ! -e $run_dir/restart ] || [ -e $state_dir/pending ] || logged_in; then rm -f $run_dir/restart; return 0; fi
    read -r uptime _ </proc/uptime
    if [ "${uptime%%.*}" -ge "$deadline" ]; then break; fi
    sleep 2
  done
  printf '%s\n' "$restart_switch" | write_file $state_dir/restarted 600
  record_revert "${restart_switch%% *}" "$(current)" "$unconfirmed_reason, and then nobody logged in, so the machine restarted"
  rm -f $run_dir/restart
  sync
  systemctl reboot || systemctl --force reboot
}
# logged_in: true if sshd let anybody in since the revert, also where it logs only errors: its PAM modules log sessions
logged_in() {
  timeout 10 journalctl -q -o cat --no-pager --after-cursor="$cursor" -t sshd -t sshd-session >$run_dir/logins || return 0
  grep -q -e '^Accepted ' -e 'session opened for user' $run_dir/logins
}
