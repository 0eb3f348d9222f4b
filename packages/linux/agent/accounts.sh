# Accounts: users and groups. The script makes and adjusts accounts and never removes one. `accounts` has each account
# as it was before the script first changed it: the entry of passwd, and the memberships that the script granted.
accounts_file=$state_dir/accounts
# shellcheck disable=SC2016 # $1 is a field of awk
accounts_program='
@accounts.awk@
'
# shellcheck disable=SC2016
accounts_edit_program='
@accounts-edit.awk@
'

# compare_accounts MODE FROM-MANIFEST MANIFEST [BEGINS]: prints what accounts.awk describes
compare_accounts() {
  record=$accounts_file
  if [ ! -e "$record" ]; then record=/dev/null; fi
  awk -v mode="$1" -v begins="${4:-}" -v source="${ACCOUNTS_SOURCE:-getent}" "$accounts_program" part=record "$record" part=from "$2" part=to "$3"
}
# report_accounts_drift MANIFEST TREE
report_accounts_drift() { compare_accounts drift /dev/null "$1"; }

# move_accounts FROM-MANIFEST FROM-TREE MANIFEST TREE
move_accounts() {
  accounts_plan=$run_dir/accounts.plan
  plan_accounts "$1" "$3" begins || return 0
  if [ ! -s "$accounts_plan" ]; then return 0; fi
  if grep -q "^group$tab" "$accounts_plan"; then
    add_groups
    plan_accounts "$1" "$3" begins || return 0
  fi
  planned fail | while read -r name reason; do failed accounts "$name" "$reason"; done
  if ! write_record record; then failed accounts record "the accounts as they were could not be kept"; return 0; fi
  edit_accounts
  add_users
  make_homes
  # The databases tell whether each account is in its state, because vipw does not tell of each edit.
  plan_accounts "$1" "$3" || return 0
  { planned group; planned passwd; planned join; planned leave; planned add; } | cut -f1 | sort -u >$run_dir/accounts.left
  while read -r name; do failed accounts "$name" "$(head -n 1 $run_dir/accounts.error)"; done <$run_dir/accounts.left
  if [ ! -s $run_dir/accounts.left ]; then write_record after || :; fi
}
# plan_accounts FROM-MANIFEST MANIFEST [BEGINS]
plan_accounts() {
  if compare_accounts move "$@" >"$accounts_plan" 2>$run_dir/accounts.unread; then return 0; fi
  failed accounts databases "they cannot be read: $(head -n 1 $run_dir/accounts.unread)"
  return 1
}
# planned ACTION: prints the lines of the plan that begin with ACTION, without it
planned() { lines "$1" "$accounts_plan"; }
# write_record WORD: writes `accounts` from the lines WORD of the plan
write_record() {
  if ! grep -q "^$1$tab" "$accounts_plan"; then return 0; fi
  planned "$1" | write_file "$accounts_file" 600 && sync $state_dir
}
add_groups() {
  planned group | while read_group; do
    set -- "$name"
    if [ "$gid" != - ]; then set -- -g "$gid" "$@"; fi
    if [ "$kind" = system ]; then set -- -r "$@"; fi
    groupadd "$@" 2>$run_dir/accounts.error || failed accounts "$name" "$(head -n 1 $run_dir/accounts.error)"
  done
}
# edit_accounts: changes the entries and memberships of users that exist. usermod refuses to change the home directory of
# a user with processes, so vipw and vigr edit the databases: with the lock of all such programs, in one rename each.
edit_accounts() {
  : >$run_dir/accounts.error
  if grep -q -e "^join$tab" -e "^leave$tab" "$accounts_plan"; then
    if [ -e /etc/gshadow ]; then edit_database gshadow '' vigr -s || return 0; fi
    edit_database group '' vigr || return 0
  fi
  if grep -q "^passwd$tab" "$accounts_plan" && ! edit_database passwd '' vipw; then
    if grep -q -e "^join$tab" -e "^leave$tab" "$accounts_plan"; then
      mv $run_dir/accounts.error $run_dir/accounts.cause
      edit_database group back vigr || :
      mv $run_dir/accounts.cause $run_dir/accounts.error
    fi
  fi
  sync /etc
}
# edit_database NAME BACK COMMAND...
edit_database() {
  database=$1 back=$2
  shift 2
  cat >$run_dir/edit-accounts <<END
set -e
awk -v database='$database' -v back='$back' -f $run_dir/accounts-edit.awk $accounts_plan "\$1" >$run_dir/accounts.new
cat $run_dir/accounts.new >"\$1"
cmp $run_dir/accounts.new "\$1"
# vipw drops an edit that leaves the file with the second in which it was changed before.
changed=\$(stat -c %Y /etc/$database)
if [ "\$(stat -c %Y "\$1")" = "\$changed" ]; then touch -d "@\$((changed + 1))" "\$1"; fi
sync "\$1"
END
  printf '%s\n' "$accounts_edit_program" >$run_dir/accounts-edit.awk
  VISUAL="sh $run_dir/edit-accounts" "$@" -q </dev/null >/dev/null 2>$run_dir/accounts.error
}
add_users() {
  planned add | while read -r name uid group home shell kind groups description; do
    set -- -M -N -g "$group"
    if [ "$uid" != - ]; then set -- "$@" -u "$uid"; fi
    if [ "$kind" = system ]; then set -- "$@" -r; fi
    if [ "$home" != - ]; then set -- "$@" -d "$home"; elif [ "$kind" = system ]; then set -- "$@" -d /nonexistent; fi
    if [ "$shell" != - ]; then set -- "$@" -s "$shell"; elif [ "$kind" = system ]; then set -- "$@" -s /usr/sbin/nologin; fi
    if [ "$groups" != - ]; then set -- "$@" -G "$groups"; fi
    if [ "$description" != - ]; then set -- "$@" -c "$description"; fi
    if ! { useradd "$@" "$name" 2>$run_dir/accounts.error && sync /etc; }; then failed accounts "$name" "$(head -n 1 $run_dir/accounts.error)"; fi
  done
}
make_homes() {
  planned home | while read -r name group home; do
    if [ -e "$home" ]; then continue; fi
    # The directory gets its name with its owner, and is on record until then, so that a script that is killed leaves no
    # directory of root's.
    if ! { write_text $state_dir/new-home 600 "$home" && mkdir -p "${home%/*}" && mkdir -m 700 "$home.troupe-new"; }; then
      failed accounts "$name" "its directory $home could not be made"
      continue
    fi
    if ! { chown "$name:$group" "$home.troupe-new" && mv -T "$home.troupe-new" "$home"; }; then
      rmdir "$home.troupe-new"
      failed accounts "$name" "its directory $home could not get its owner"
    fi
    rm -f $state_dir/new-home
  done
}
