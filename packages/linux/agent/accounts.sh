# Users and groups. The script creates and adjusts accounts and never removes one; it takes back memberships that Troupe
# granted.

# report_accounts_drift MANIFEST TREE
report_accounts_drift() { :; }

# move_accounts FROM-MANIFEST FROM-TREE MANIFEST TREE
move_accounts() {
  from_manifest=$1 to_manifest=$3
  group_lines "$to_manifest" | while read_group; do
    if getent group "$name" >/dev/null; then continue; fi
    set -- "$name"
    if [ "$gid" != - ]; then set -- -g "$gid" "$@"; fi
    if [ "$kind" = system ]; then set -- -r "$@"; fi
    groupadd "$@"
  done
  user_lines "$to_manifest" | while read_user; do
    if entry=$(getent passwd "$name"); then
      adjust_user "$entry"
    else
      add_user
    fi
    if [ "$extra_groups" != - ]; then usermod -aG "$extra_groups" "$name"; fi
    if [ "$create_home" = createHome ] && [ ! -e "$home" ]; then
      mkdir -p "${home%/*}"
      mkdir -m 700 "$home"
      chown "$name:$group" "$home"
    fi
  done
  difference "$(memberships "$from_manifest")" "$(memberships "$to_manifest")" | while read -r name group; do
    if [ -n "$name" ] && has_line "$(id -Gn "$name" 2>/dev/null | tr ' ' '\n')" "$group"; then gpasswd -d "$name" "$group" >/dev/null; fi
  done
}
# memberships MANIFEST: prints NAME GROUP for each extra group
memberships() {
  user_lines "$1" | while read_user; do
    if [ "$extra_groups" != - ]; then say "$extra_groups" | tr , '\n' | sed "s/^/$name$tab/"; fi
  done
}
# add_user: for the loop of move_accounts, whose variables it reads
add_user() {
  set -- -M -N -g "$group"
  if [ "$uid" != - ]; then set -- "$@" -u "$uid"; fi
  if [ "$kind" = system ]; then set -- "$@" -r; fi
  if [ "$home" != - ]; then set -- "$@" -d "$home"; elif [ "$kind" = system ]; then set -- "$@" -d /nonexistent; fi
  if [ "$shell" != - ]; then set -- "$@" -s "$shell"; elif [ "$kind" = system ]; then set -- "$@" -s /usr/sbin/nologin; fi
  if [ "$description" != - ]; then set -- "$@" -c "$description"; fi
  useradd "$@" "$name"
}
# adjust_user PASSWD-ENTRY: for the same loop; changes what differs, but never a user id, because files belong to it
adjust_user() {
  IFS=:
  set -- $1
  IFS=$tab$newline
  current_uid=$3 current_gid=$4 current_comment=$5 current_home=$6 current_shell=${7:-}
  if [ "$uid" != - ] && [ "$uid" != "$current_uid" ]; then
    echo "the user $name exists with the id $current_uid, not $uid" >&2
    return 1
  fi
  set --
  if [ "$(getent group "$group" | cut -d: -f3)" != "$current_gid" ]; then set -- "$@" -g "$group"; fi
  if [ "$home" != - ] && [ "$home" != "$current_home" ]; then set -- "$@" -d "$home"; fi
  if [ "$shell" != - ] && [ "$shell" != "$current_shell" ]; then set -- "$@" -s "$shell"; fi
  if [ "$description" != - ] && [ "$description" != "$current_comment" ]; then set -- "$@" -c "$description"; fi
  if [ $# -gt 0 ]; then usermod "$@" "$name"; fi
}
