/** A switch that is not confirmed yet: on record, with a timer that takes it back; and what becomes of one that somebody left behind. */
import { sh } from "./sh.ts";

export const pendingSwitch = sh`
# arm SECONDS ID: from then on the machine goes back by itself
arm() {
  disarm
  systemd-run -q --collect --unit="troupe-rollback-$$-$(date +%s%N)" --on-active="$1" --timer-property=AccuracySec=100ms sh $X/agent revert "$2" "nobody confirmed it in time"
}
disarm() { systemctl stop 'troupe-rollback-*.timer' 2>/dev/null || :; }
# note_pending TO FROM STATE SECONDS BY
note_pending() {
  {
    say to "$1"
    say from "$2"
    say state "$3"
    say until $(($(now) + $4))
    say by "$5"
    say asked "$(now)"
    say boot "$(boot_id)"
  } | put $X/pending 600
  sync $X
}
settle_pending() { rm -f $X/pending; sync $X; }

# take_over TO EXPECTED LIMIT WINDOW BY: an unconfirmed switch of somebody who may be dead. The same switch is carried on with;
# another one has a few seconds to be confirmed, then it is taken back now instead of when its time is over.
take_over() {
  if [ ! -e $X/pending ]; then return 0; fi
  if systemctl is-active -q troupe-activate.service; then end busy switching 2 "$(pending by)"; fi
  if [ "$(pending boot)" = "$(boot_id)" ]; then
    if [ "$(pending state)" = confirm ] && [ "$(pending to)" = "$1" ] && [ "$(current)" = "$1" ]; then
      note_pending "$1" "$(pending from)" confirm "$4" "$5"
      arm "$4" "$1"
      end pending "$4"
    fi
    left=$(($(pending asked) + 10 - $(now)))
    if [ $left -gt 0 ] && [ $left -le 10 ]; then end busy confirm 1 "$(pending by)"; fi
  fi
  install_agent
  abandoned=$(pending to)
  unlock
  in_unit revert revert "$abandoned" "another deployer took over" >/dev/null
  lock
  if [ -e $X/pending ]; then end busy switching 2 "$(pending by)"; fi
}
`;
