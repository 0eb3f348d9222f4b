/** Users and groups: made and adjusted, never removed; what Troupe granted is taken back. */
import { sh } from "./sh.ts";

export const accounts = sh`
# move_accounts FROM TO
move_accounts() {
  lines group "$2" | while read -r name gid kind; do
    if getent group "$name" >/dev/null; then continue; fi
    set -- "$name"
    if [ "$gid" != - ]; then set -- -g "$gid" "$@"; fi
    if [ "$kind" = system ]; then set -- -r "$@"; fi
    groupadd "$@"
  done
  lines user "$2" | while read -r name uid group home shell kind extra create description; do
    if entry=$(getent passwd "$name"); then
      adjust_user "$entry"
    else
      add_user
    fi
    if [ "$extra" != - ]; then usermod -aG "$extra" "$name"; fi
    if [ "$create" = createHome ] && [ ! -e "$home" ]; then
      mkdir -p "\${home%/*}"
      mkdir -m 700 "$home"
      chown "$name:$group" "$home"
    fi
  done
  first "$(memberships "$1")" "$(memberships "$2")" | while read -r name group; do
    if [ -n "$name" ] && has "$(id -Gn "$name" 2>/dev/null | tr ' ' '\n')" "$group"; then gpasswd -d "$name" "$group" >/dev/null; fi
  done
}
memberships() {
  lines user "$1" | while read -r name uid group home shell kind extra create description; do
    if [ "$extra" != - ]; then say "$extra" | tr , '\n' | sed "s/^/$name$T/"; fi
  done
}
add_user() {
  set -- -M -N -g "$group"
  if [ "$uid" != - ]; then set -- "$@" -u "$uid"; fi
  if [ "$kind" = system ]; then set -- "$@" -r; fi
  if [ "$home" != - ]; then set -- "$@" -d "$home"; elif [ "$kind" = system ]; then set -- "$@" -d /nonexistent; fi
  if [ "$shell" != - ]; then set -- "$@" -s "$shell"; elif [ "$kind" = system ]; then set -- "$@" -s /usr/sbin/nologin; fi
  if [ "$description" != - ]; then set -- "$@" -c "$description"; fi
  useradd "$@" "$name"
}
# adjust_user PASSWD-ENTRY: only what differs; a user id is never changed, files belong to it
adjust_user() {
  IFS=:
  set -- $1
  IFS=$T$NL
  has_uid=$3 has_gid=$4 has_comment=$5 has_home=$6 has_shell=\${7:-}
  if [ "$uid" != - ] && [ "$uid" != "$has_uid" ]; then
    echo "the user $name exists with the id $has_uid, not $uid" >&2
    return 1
  fi
  set --
  if [ "$(getent group "$group" | cut -d: -f3)" != "$has_gid" ]; then set -- "$@" -g "$group"; fi
  if [ "$home" != - ] && [ "$home" != "$has_home" ]; then set -- "$@" -d "$home"; fi
  if [ "$shell" != - ] && [ "$shell" != "$has_shell" ]; then set -- "$@" -s "$shell"; fi
  if [ "$description" != - ] && [ "$description" != "$has_comment" ]; then set -- "$@" -c "$description"; fi
  if [ $# -gt 0 ]; then usermod "$@" "$name"; fi
}
`;
