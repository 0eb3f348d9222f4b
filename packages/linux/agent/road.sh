# The road in: what sshd, its accounts, sudo, the firewall and addresses depend on. A switch tests the new state before
# it changes anything, and restarts sshd, so that the confirmation comes over the new state.
# shellcheck disable=SC2016 # $1 is a field of awk
road_program='
@road.awk@
'
preview_dir=$run_dir/preview

# compare_road FROM-MANIFEST MANIFEST: prints what road.awk describes
compare_road() { awk "$road_program" part=from "$1" part=to "$2"; }

# report_road_refusal FROM-MANIFEST MANIFEST TREE: prints "unusable CHECKER" and lines "log CHECKER TEXT" if the road in
# would be closed by the move, and writes what of the road changes to /run/troupe/road
report_road_refusal() {
  compare_road "$1" "$2" >$run_dir/road
  select_names changed $run_dir/road
  if [ -z "$names" ]; then return 0; fi
  lines shell $run_dir/road | while read -r name shell; do
    if [ ! -x "$shell" ]; then report_unusable shell "$shell of $name does not exist"; fi
  done
  lines rules $run_dir/road | while read -r path; do if command -v nft >/dev/null; then check_program nft '' nft -c -f "$3/$path"; fi; done
  if preview_road "$1" "$2" "$3" 2>$run_dir/preview.error; then check_preview; fi
  rm -rf $preview_dir
}
# preview_road FROM-MANIFEST MANIFEST TREE: makes copies of the files of the road as the move would leave them
preview_road() {
  unshare -m true || return 1
  rm -rf $preview_dir
  mkdir -m 700 $preview_dir
  for name in ssh sudoers sudoers.d pam.d security passwd group; do if [ -e "/etc/$name" ]; then cp -a "/etc/$name" $preview_dir/ || return 1; fi; done
  while IFS=$tab read -r word target kind mode user group path; do
    case $word in entry | gone) ;; *) continue ;; esac
    copy=$preview_dir/$target
    if [ ! -d "$preview_dir/${target%%/*}" ] && [ "${target%%/*}" != sudoers ]; then continue; fi
    rm -rf "$copy"
    mkdir -p "${copy%/*}"
    if [ "$word" = gone ]; then
      if exists "$originals_dir/etc/$target"; then cp -aT "$originals_dir/etc/$target" "$copy" || return 1; fi
    elif [ "$kind" = link ]; then ln -s "$3/$path" "$copy"
    else { cp "$3/$path" "$copy" && chown "$user:$group" "$copy" && chmod "$mode" "$copy"; } || return 1; fi
  done <$run_dir/road
  compare_accounts move "$1" "$2" >$run_dir/preview.accounts || return 1
  if [ ! -s $run_dir/preview.accounts ]; then return 0; fi
  for name in passwd group; do
    awk -v database=$name "$accounts_edit_program" $run_dir/preview.accounts /etc/$name >$preview_dir/$name || return 1
  done
}
# in_preview COMMAND...: runs the command with the copies in place, in a mount namespace of its own
in_preview() {
  # shellcheck disable=SC2016 # the inner shell expands
  unshare -m sh -c 'cd "$0" && for name in *; do mount --bind "$0/$name" "/etc/$name" || exit 99; done; cd /; exec "$@"' $preview_dir "$@" </dev/null
}
check_preview() {
  check_road in_preview
  login=${SUDO_USER:-root}
  IFS=: read -r _ _ uid gid _ _ shell <<END
$(grep "^$login:" $preview_dir/passwd 2>/dev/null)
END
  if [ -z "$uid" ]; then return 0; fi
  shell=${shell:-/bin/sh}
  if [ ! -x "$shell" ] || case $shell in */nologin | */false) ;; *) false ;; esac; then report_unusable login "the shell of $login, who deploys, would be $shell"; fi
  check_login_rules
  if [ "$uid" != 0 ] && ! in_preview setpriv --reuid "$uid" --regid "$gid" --init-groups sudo -n true >$run_dir/check 2>&1; then
    report_unusable sudo "$login, who deploys, could not become root: $(head -n 1 $run_dir/check)"
  fi
}
# check_login_rules: for check_preview, whose variables it reads: reports rules of sshd that refuse $login
check_login_rules() {
  if ! command -v sshd >/dev/null; then return 0; fi
  find_connection
  in_preview sshd -T -C "user=$login,host=${connection%% *},addr=${connection%% *}" >$run_dir/check 2>/dev/null || return 0
  denied='' allowed=''
  while IFS=' ' read -r key value; do
    # sshd compares names with patterns, as sh does.
    # shellcheck disable=SC2254
    case $login in ${value%%@*}) matches=yes ;; *) matches=no ;; esac
    case $key:$value:$uid:$matches in
      allowusers:*:no) allowed=${allowed:-no} ;;
      allowusers:*) allowed=yes ;;
      denyusers:*:yes | permitrootlogin:no:0:*) denied="$key $value" ;;
      usepam:no:*) if grep -q "^$login:!" /etc/shadow; then denied='locked, without UsePAM'; fi ;;
    esac
  done <$run_dir/check
  if [ "$allowed" = no ]; then denied=allowusers; fi
  if [ -n "$denied" ]; then report_unusable login "sshd would refuse $login, who deploys: $denied"; fi
}
# report_unusable CHECKER TEXT
report_unusable() {
  say unusable "$1"
  printf '%s\n' "$2" | tail -n 20 | prefixed "log$tab$1"
}
# check_road [RUNNER]: runs the checkers of sshd and sudo. A fault that the machine has without the move is not reported.
check_road() {
  if command -v sshd >/dev/null; then
    # sshd refuses to test without this directory, which its service makes.
    if [ ! -d /run/sshd ]; then mkdir -m 755 /run/sshd; fi
    check_program sshd "${1:-}" sshd -t
  fi
  if command -v visudo >/dev/null; then check_program visudo "${1:-}" visudo -cq; fi
}
# check_program CHECKER RUNNER COMMAND...
check_program() {
  checker=$1 runner=$2
  shift 2
  if [ -n "$runner" ]; then $runner "$@" >$run_dir/check 2>&1; else "$@" >$run_dir/check 2>&1; fi && return 0
  if [ -n "$runner" ] && ! "$@" >$run_dir/check.now 2>&1 && cmp -s $run_dir/check $run_dir/check.now; then return 0; fi
  report_unusable "$checker" "$(cat $run_dir/check)"
}

# begin_road: marks the time before the first file of a move changes. A move back keeps the mark of the move forward.
begin_road() { if [ -z "${TROUPE_GO_ON:-}" ] || [ ! -e $run_dir/road.begin ]; then echo begun >$run_dir/road.begin; fi; }
# move_road: tests and restarts sshd if the move changed a file that sshd reads. Existing connections stay.
move_road() {
  changed=$(find /etc/ssh /etc/sudoers /etc/sudoers.d -path /etc/ssh/authorized_keys.d -prune -o -cnewer $run_dir/road.begin -print 2>/dev/null) || :
  if [ -z "$changed" ]; then return 0; fi
  unusable=$(check_road)
  if [ -n "$unusable" ]; then
    printf '%s\n' "$unusable" | lines log /dev/stdin >&2
    failed road "$(printf '%s\n' "$unusable" | sed -n "s/^unusable${tab}//p;q")" "$(printf '%s\n' "$unusable" | sed -n "s/^log${tab}[^$tab]*${tab}//p;2q")"
    return 0
  fi
  case $changed in */etc/ssh*) restart_sshd ;; esac
}
# restart_sshd: restarts the socket where it listens, else the service. /run/troupe/sshd has the units that listened
# before the first restart, because a restart that failed leaves none.
restart_sshd() {
  if [ -z "${TROUPE_GO_ON:-}" ] || [ ! -e $run_dir/sshd ]; then
    systemctl list-units --plain --no-legend --state=active ssh.socket sshd.socket ssh.service sshd.service | sed 's/ .*//' >$run_dir/sshd
  fi
  listening=$(cat $run_dir/sshd)
  if [ -z "$listening" ]; then return 0; fi
  # A socket does not start while its service runs, which a connection starts. One job stops both, because between two
  # jobs a connection would start the service again.
  sockets='' services=''
  for name in $listening; do case $name in *.socket) sockets=$sockets$name$newline services=$services${name%socket}service$newline ;; esac; done
  if [ -n "$sockets" ]; then
    systemctl stop $sockets $services || :
    listening=${sockets%"$newline"}
  fi
  systemctl reset-failed $listening 2>/dev/null || :
  if ! systemctl restart $listening 2>$run_dir/check; then failed road "$listening" "$(head -n 1 $run_dir/check)"; return 0; fi
  printf '%s\n' "$listening" | while read -r name; do
    say restart "$name" - restart >>$run_dir/unit-actions
    say did restart "$name"
  done
}

# find_connection: sets `connection` to the addresses and ports of the connection. sudo drops SSH_CONNECTION, and keeps it
# in its own environment.
find_connection() {
  connection=${SSH_CONNECTION:-$(tr '\0' '\n' </proc/$PPID/environ 2>/dev/null | sed -n 's/^SSH_CONNECTION=//p')}
}
# report_ssh_port: prints the port that the connection came to
report_ssh_port() {
  find_connection
  case ${connection##* } in '' | *[!0-9]*) ;; *) say ssh-port "${connection##* }" ;; esac
}

# report_login WANTED: prints "login NAME KEYS" for the user of the connection; KEYS is "own" if the home directory has
# authorized keys. Prints "no-shell NAME PATH" for users of the manifest WANTED whose shells do not exist. It takes no process.
report_login() {
  login=${SUDO_USER:-root} keys=-
  case $login in
    *[!a-zA-Z0-9_.-]* | -*) ;;
    *)
      eval "home=~$login"
      for file in "$home/.ssh/authorized_keys" "$home/.ssh/authorized_keys2"; do if [ -s "$file" ]; then keys=own; fi; done
      say login "$login" $keys
      ;;
  esac
  while IFS=$tab read -r word name _ _ _ shell _; do
    case $word:$shell in user:/*) if [ ! -x "$shell" ]; then say no-shell "$name" "$shell"; fi ;; esac
  done <"$1"
}
