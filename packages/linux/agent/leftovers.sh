# Temporary files of processes that were cut off.

# remove_leftovers: removes them, under the lock or at boot. A name ends with the id of its process, which may still run,
# or may be that of another program by now.
remove_leftovers() {
  set -- $state_dir $generations_dir $originals_dir /etc /etc/systemd/system /etc/systemd/system-generators /usr/sbin
  if [ -L /etc/hosts ]; then set -- "$@" "$(dirname "$(readlink -f /etc/hosts)")"; fi
  while IFS=' ' read -r _ _ _ _ mount _; do case $mount in /etc/*) set -- "$@" "$mount" ;; esac; done </proc/self/mountinfo
  find "$@" -maxdepth 1 \( -name '*.troupe-new' -o -path "$state_dir/*" \( -name '*.new.[0-9]*' -o -name '.in.[0-9]*' -o -name '.pruned.*' \) -o \
    -name 'hostname.new.[0-9]*' -o -name 'troupe.new.[0-9]*' -o -name 'troupe-*.service.new.[0-9]*' -o -name 'policy-rc.d.new.[0-9]*' \) >$run_dir/leftovers 2>/dev/null || :
  while read -r path; do
    if case $path in *troupe-new | */.pruned.*) ;; *) ! grep -qs -e troupe/agent -e TROUPE "/proc/${path##*.}/cmdline" ;; esac; then rm -rf "$path"; fi
  done <$run_dir/leftovers
  if [ -e $state_dir/new-home ]; then
    read -r home <$state_dir/new-home || home=''
    rmdir "$home.troupe-new" 2>/dev/null || :
    rm -f $state_dir/new-home
  fi
  for database in passwd group shadow gshadow; do if [ -e /etc/$database.edit ]; then remove_edit $database; fi; done
}
# remove_edit DATABASE: removes the copy and the lock of an editor of accounts that was killed. The lock has its process id.
remove_edit() {
  holder=$(tr -d '\0' <"/etc/$1.lock" 2>/dev/null) || holder=''
  if [ -z "$holder" ] || [ ! -d "/proc/$holder" ]; then rm -f "/etc/$1.edit" "/etc/$1.lock"; fi
}
