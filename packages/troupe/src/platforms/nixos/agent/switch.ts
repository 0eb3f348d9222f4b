/** The switch: tested under a timer, kept only after fresh contact; until then the machine boots what it booted before. */
import { sh } from "@troupe/linux";

export const switching = sh`
# activated NAME VERB: runs its switch-to-configuration; its own status, and what it said in $R/output
activated() {
  status=0
  timeout -k 10 "$LIMIT" "$S/$1/bin/switch-to-configuration" "$2" >$R/output 2>&1 </dev/null 9>&- || status=$?
  return $status
}
# did_lines: what it said about units, for the deployer
did_lines() {
  sed -n -e "s/^stopping the following units: /stop$T/p" -e "s/^restarting the following units: /restart$T/p" \
    -e "s/^reloading the following units: /reload$T/p" -e "s/^starting the following units: /start$T/p" \
    -e "s/^the following new units were started: /start$T/p" $R/output |
    while read -r step names; do printf '%s\n' "$names" | tr , '\n' | sed "s/^ */did$T$step$T/"; done | sort -u
}
# new_trouble: units that fail and did not do so before the switch
new_trouble() { first "$(failing)" "$(cat $R/failing 2>/dev/null)"; }
# failed_lines NAMES: for the deployer
failed_lines() {
  failed_units "$(unit_states $1 | while read -r id load active sub result rest; do say "$id" bad "$active/$sub" "$result"; done)"
}
note_confirmed() {
  { cat $X/history 2>/dev/null || :; say "$(now)" "$1"; } | tail -n 100 | put $X/history 644
  rm -f $X/reverted
}
after_restart() {
  if ! restarted; then return 0; fi
  if committed; then note_confirmed "$(pending to)"; else restart_reverted | put $X/reverted 644; fi
  settle_pending
}

# switch TO EXPECTED LIMIT WINDOW BY
switch() {
  nixos_lines
  lock
  after_restart
  if systemctl is-active -q troupe-commit.service; then end busy commit 2 "$(pending by)"; fi
  take_over "$@"
  if [ "$(current)" != "$2" ]; then end refused moved "$(current)"; fi
  if [ ! -x "$S/$1/bin/switch-to-configuration" ]; then end refused unknown; fi
  install_agent
  # A health check has to pass even if it did not before.
  failing | sed '/^health-check-/d' >$R/failing
  booting >$R/booting
  note_pending "$1" "$2" switching $((2 * $3 + $4)) "$5"
  arm $((2 * $3 + $4)) "$1"
  unlock
  in_unit activate activate "$1" "$2" "$3" "$4" "$5"
  if ! grep -q "^end$T" $R/activate; then end lost; fi
  exit 0
}

# activate TO FROM LIMIT WINDOW BY
activate() {
  exec >>$R/activate 2>&1
  lock 60
  if [ "$(pending to)" != "$1" ] || [ "$(current)" != "$2" ]; then end refused moved "$(current)"; fi
  SINCE=$(now) LIMIT=$3
  say phase switch
  status=0
  activated "$1" test || status=$?
  did_lines
  # 4: units failed, which they may have done before.
  case $status in
    0 | 4)
      if settled; then
        note_pending "$1" "$2" confirm "$4" "$5"
        arm "$4" "$1"
        end pending "$4"
      fi
      ;;
    *)
      say failed switch "switch-to-configuration test" "$status" -
      tail -n 25 $R/output | texts "log\${T}switch-to-configuration test"
      ;;
  esac
  say phase revert
  go_back "$1" "$2" "it was not healthy"
  end reverted
}
checking() { systemctl list-units --all --plain --no-legend --full --state=activating 'health-check-*' | grep -q .; }
# settled: health checks are over, and nothing fails that did not before, half a second later either
settled() {
  if checking; then say phase health; fi
  while checking && [ $(($(now) - SINCE)) -lt "$LIMIT" ]; do sleep 0.5; done
  for wait in 0 0.5; do
    sleep $wait
    trouble=$(new_trouble)
    if [ -n "$trouble" ]; then
      failed_lines "$trouble"
      return 1
    fi
  done
}

# go_back TO FROM REASON: the unconfirmed TO is left for FROM, whatever fails on the way
go_back() {
  PATH="$S/$2/sw/bin:$PATH" LIMIT=300
  set +e
  activated "$2" test
  if [ -s $R/booting ] && [ "$(booting)" != "$(cat $R/booting)" ]; then
    nix-env -p $P --switch-generation "$(cat $R/booting)" >/dev/null 2>&1
    activated "$2" boot
  fi
  disarm
  say "$(now)" "$1" "$2" "$3" | put $X/reverted 644
  settle_pending
  say "Troupe reverted $1 to $2: $3." | tr "$T" ' ' | systemd-cat -t troupe 2>/dev/null
  trouble=$(new_trouble)
  if [ -n "$trouble" ]; then troubled $trouble | texts afterwards; fi
  set -e
}
# revert TO REASON: by the timer, or by a deployer that takes over
revert() {
  mkdir -p $R
  exec >>$R/revert 2>&1
  systemctl stop troupe-activate.service troupe-commit.service 2>/dev/null || :
  lock 60
  if [ "$(pending to)" != "$1" ]; then return 0; fi
  go_back "$1" "$(pending from)" "$2"
}

# confirm NAME: over fresh contact
confirm() {
  nixos_lines
  lock
  after_restart
  if [ -e $X/pending ] && [ "$(pending to)" = "$1" ]; then
    if [ "$(pending state)" != confirm ]; then end busy switching 2 "$(pending by)"; fi
    trouble=$(new_trouble)
    if [ -n "$trouble" ]; then
      SINCE=$(($(pending asked) - 60))
      failed_lines "$trouble"
      unlock
      in_unit revert revert "$1" "it was not healthy"
      end reverted
    fi
    # What makes it permanent may take a while on slow disks, and must not be taken back half way.
    note_pending "$1" "$(pending from)" commit 600 "$(pending by)"
    arm 600 "$1"
    unlock
    in_unit commit commit "$1"
    if ! grep -q "^end$T" $R/commit; then end busy commit 2 -; fi
    exit 0
  fi
  if [ ! -e $X/pending ] && [ "$(current)" = "$1" ]; then end confirmed; fi
  state_lines
  end reverted
}
# commit NAME: from now on the machine boots it
commit() {
  exec >>$R/commit 2>&1
  lock 60
  if [ "$(pending to)" != "$1" ] || [ "$(pending state)" != commit ]; then end busy commit 2 -; fi
  LIMIT=500 failed=
  # A system that the profile has already is not added to it once more.
  number=$(generations | sed -n "s/^\([0-9]*\)$T[0-9]*$T$1\$/\1/p" | tail -n 1)
  if [ -n "$number" ]; then set -- "$1" --switch-generation "$number"; else set -- "$1" --set "$S/$1"; fi
  if ! nix-env -p $P "$2" "$3" >$R/output 2>&1 </dev/null 9>&-; then failed="nix-env -p $P $2"
  elif ! activated "$1" boot; then failed="switch-to-configuration boot"; fi
  if [ -n "$failed" ]; then
    say failed boot "$failed" - -
    tail -n 25 $R/output | texts "log\${T}$failed"
    go_back "$1" "$(pending from)" "it could not be made the system that boots"
    end reverted
  fi
  note_confirmed "$1"
  disarm
  settle_pending
  prune
  end confirmed
}
# prune: records of systems that are gone, and roots that are not needed any more: the profile keeps what was confirmed
prune() {
  rm -f $N/planned $N/staged
  find $N/records -type f -name '*.json' | while read -r record; do
    name=\${record##*/}
    if [ ! -e "$S/\${name%.json}" ]; then rm -f "$record"; fi
  done
}
`;
