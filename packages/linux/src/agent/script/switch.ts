/** The switch: staged, armed, activated in a unit of its own, confirmed over fresh contact or taken back. */
import { sh } from "./sh.ts";

export const switching = sh`
# stage ID: its tree comes on stdin as tar.gz; "-" instead of the archive if it is there already. Then its packages are installed.
stage() {
  system_lines
  install_agent
  if [ "$2" = archive ]; then receive "$1"; fi
  if [ ! -e "$G/$1/manifest" ]; then end refused unknown; fi
  if [ -z "$(missing "$G/$1/manifest")" ] && [ ! -e $X/installing ]; then end staged; fi
  say phase install
  while systemctl is-active -q troupe-install.service; do sleep 2; done
  in_unit install install "$1"
  if [ "$(sed -n "s/^installed$T//p" $R/install)" = 0 ]; then end staged; fi
  end refused install
}
receive() {
  find $G -maxdepth 1 -name '.in.*' | while read -r left; do if ! kill -0 "\${left##*.}" 2>/dev/null; then rm -rf "$left"; fi; done
  in=$G/.in.$$
  rm -rf "$in"
  mkdir "$in"
  trap 'rm -rf "$in"' EXIT
  if ! tar -xzpf - --no-same-owner -C "$in" 2>$R/tar; then
    tail -n 3 $R/tar | texts log
    end refused upload
  fi
  if [ ! -e "$in/manifest" ] || [ "$(sha256sum <"$in/manifest" | cut -c1-32)" != "$1" ]; then end refused tampered; fi
  unexpected=$(cd "$in" && { find . ! -type d ! -type f; find . -type f ! -path ./manifest ! -path ./provenance.json | sed 's|^\./||' | sort; } |
    { sort; sed -n "s/^file$T[0-9a-f]*$T[0-7]*$T//p" manifest; } | sort | uniq -u)
  if [ -n "$unexpected" ] || [ -n "$(tree_broken "$in")" ]; then end refused tampered; fi
  touch "$in"
  sync -f "$in"
  if [ ! -e "$G/$1" ]; then mv -T "$in" "$G/$1"; else
    tree_broken "$G/$1" | while read -r path; do
      mkdir -p "$(dirname "$G/$1/$path")"
      mv -fT "$in/$path" "$G/$1/$path"
    done
    mv -fT "$in/provenance.json" "$G/$1/provenance.json" 2>/dev/null || :
  fi
  sync $G
}

put_changed() { # FILE MODE TEXT
  if [ "$(cat "$1" 2>/dev/null)" != "$3" ]; then printf '%s\n' "$3" | put "$1" "$2"; fi
}
generator_file=/etc/systemd/system-generators/troupe
boot_file=/etc/systemd/system/troupe-boot.service
boot_link=/etc/systemd/system/sysinit.target.wants/troupe-boot.service
install_boot() {
  make_parent $generator_file
  make_parent $boot_link
  put_changed $generator_file 755 "$(generator)"
  put_changed $boot_file 644 "$(boot_unit)"
  ln -sfn ../troupe-boot.service $boot_link
}
remove_boot() {
  rm -f $generator_file $boot_file $boot_link
  drop_parents $generator_file
  drop_parents $boot_link
}

# switch TO EXPECTED LIMIT WINDOW BY: paths below /etc that may be taken over come on stdin
switch() {
  system_lines
  lock
  take_over "$@"
  if [ "$(current)" != "$2" ]; then end refused moved "$(current)"; fi
  if [ ! -e "$G/$1/manifest" ]; then end refused unknown; fi
  install_agent
  allowed=$(cat)
  # Who confirmed this generation before agreed to what it takes over.
  if grep -qs "$T$1\$" $X/history && [ -e $X/adopted ]; then allowed=$allowed$NL$(cat $X/adopted); fi
  foreign "$(etc_entries "$(manifest_of "$2")" | cut -f1)" "$G/$1/manifest" >$R/foreign
  : >$R/adopt
  while read -r word target rest; do if has "$allowed" "$target"; then say "$target" >>$R/adopt; else say "$word" "$target" "$rest"; fi; done <$R/foreign >$R/strangers
  if [ -s $R/strangers ]; then
    cat $R/strangers
    end refused conflict
  fi
  install_boot
  longest=0
  for seconds in $(lines health "$G/$1/manifest" | cut -f2); do if [ "$seconds" -gt $longest ]; then longest=$seconds; fi; done
  note_pending "$1" "$2" switching $((2 * $3 + longest + $4)) "$5"
  arm $((2 * $3 + longest + $4)) "$1"
  unlock
  in_unit activate activate "$1" "$2" "$3" "$4" "$5"
  if ! grep -q "^end$T" $R/activate; then end lost; fi
  exit 0
}

# move FROM TO: everything between two generations, either of which may be none; what is done already is not done again.
# Run as a program of its own, so that its first error ends it.
move() {
  a=$(manifest_of "$1") b=$(manifest_of "$2")
  move_accounts "$a" "$b"
  stopped=$(stopped_units "$a" "$b")
  do_units stop $(for name in $stopped; do instances "$name"; echo; done)
  report stop "$stopped"
  point "$2"
  move_files "$a" "$b" "$1" "$2"
  systemctl daemon-reload
  move_sysctl "$a" "$G/$1" "$b" "$G/$2"
  tmpfiles=$(lines tmpfiles "$b" | sed "s|^|$G/$2/|")
  if [ -n "$tmpfiles" ]; then systemd-tmpfiles --create $tmpfiles; fi
  start_units "$a" "$b" "$stopped"
}
move_files() {
  move_etc "$1" "$G/$3" "$2" "$G/$4"
  set_hostname "$1" "$2"
  set_hosts "$2"
}

# activate TO FROM LIMIT WINDOW BY
activate() {
  exec >>$R/activate 2>&1
  lock 60
  if [ "$(pending to)" != "$1" ] || [ "$(current)" != "$2" ]; then end refused moved "$(current)"; fi
  while read -r target; do
    case $target in systemd/system/*) ;; *) if exists "/etc/$target"; then keep "/etc/$target" "$O/etc/$target"; fi ;; esac
  done <$R/adopt
  if [ -s $R/adopt ]; then { cat $X/adopted 2>/dev/null || :; cat $R/adopt; } | sort -u | put $X/adopted 600; fi
  SINCE=$(now) LIMIT=$3
  export SINCE LIMIT
  say phase switch
  if ! sh $X/agent move "$2" "$1" 2>$R/errors 9>&-; then
    say failed step move - -
    tail -n 20 $R/errors | texts "log\${T}move"
  elif settle "$3" && healthy "$G/$1/manifest" "$G/$1"; then
    note_pending "$1" "$2" confirm "$4" "$5"
    arm "$4" "$1"
    end pending "$4"
  fi
  say phase revert
  go_back "$1" "$2" "it was not healthy"
  end reverted
}

# go_back TO FROM REASON: the unconfirmed TO is left for FROM, as far as possible whatever fails on the way
go_back() {
  TROUPE_GO_ON=1 LIMIT=60 sh $X/agent move "$1" "$2" 2>$R/errors 9>&- || :
  disarm
  if [ "$2" = - ]; then
    remove_boot
    systemctl daemon-reload
  fi
  say "$(now)" "$1" "$2" "$3" | put $X/reverted 644
  sync -f $X
  settle_pending
  say "Troupe reverted $1 to $2: $3." | tr "$T" ' ' | systemd-cat -t troupe 2>/dev/null || :
  troubled $(started_units "$(manifest_of "$2")") | texts afterwards
}
# revert TO REASON: by the timer, or by a deployer that takes over
revert() {
  mkdir -p $R
  exec >>$R/revert 2>&1
  systemctl stop troupe-activate.service 2>/dev/null || :
  lock 60
  if [ "$(pending to)" != "$1" ]; then return 0; fi
  go_back "$1" "$(pending from)" "$2"
}
# boot: before anything else starts; the generator has already taken the units of the confirmed generation
boot() {
  mkdir -p $R
  if [ -e $X/pending ] && [ "$(pending boot)" != "$(boot_id)" ]; then
    from=$(pending from) to=$(pending to)
    set +e
    point "$from"
    move_files "$(manifest_of "$to")" "$(manifest_of "$from")" "$to" "$from"
    if [ "$from" = - ]; then remove_boot; fi
    say "$(now)" "$to" "$from" "the machine restarted before it was confirmed" | put $X/reverted 644
    sync -f $X
    settle_pending
  fi
  allow_starts
  # With /var on a file system of its own, the generator saw nothing.
  one=$(ls $X/current/units 2>/dev/null | head -n 1)
  if [ -n "$one" ] && ! exists "/run/systemd/generator/$one"; then
    systemctl daemon-reload
    started=$(started_units "$(manifest_of "$(current)")")
    if [ -n "$started" ]; then systemctl start --no-block $started; fi
  fi
}

# confirm ID: over fresh contact
confirm() {
  system_lines
  lock
  if [ -e $X/pending ] && [ "$(pending to)" = "$1" ]; then
    if [ "$(pending state)" != confirm ]; then end busy switching 2 "$(pending by)"; fi
    trouble=$(troubled $(cat $R/touched 2>/dev/null))
    if [ -n "$trouble" ]; then
      SINCE=$(($(pending asked) - 60))
      failed_units "$(printf '%s\n' "$trouble" | while read -r id load active sub result; do say "$id" bad "$active/$sub" "$result"; done)"
      unlock
      in_unit revert revert "$1" "it was not healthy"
      end reverted
    fi
    sync -f $X /etc
    { cat $X/history 2>/dev/null || :; say "$(now)" "$1"; } | tail -n 100 | put $X/history 644
    disarm
    rm -f $X/reverted
    settle_pending
    prune
    end confirmed
  fi
  if [ ! -e $X/pending ] && [ "$(current)" = "$1" ]; then end confirmed; fi
  state_lines
  end reverted
}
# prune: the five generations that were confirmed last stay, and those that were only just staged
prune() {
  known=$(cut -f2 $X/history | tac)
  keep=$(printf '%s\n' "$known" | { seen=; while read -r id; do if ! has "$seen" "$id"; then seen=$seen$NL$id; say "$id"; fi; done; } | head -n 5)
  find $G -mindepth 1 -maxdepth 1 -type d ! -name '.*' | while read -r tree; do
    id=\${tree##*/}
    if has "$keep" "$id"; then continue; fi
    if has "$known" "$id" || [ -n "$(find "$tree" -maxdepth 0 -mmin +60)" ]; then rm -rf "$tree"; fi
  done
}
`;
