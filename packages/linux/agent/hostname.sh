# The host name.

# report_hostname_drift MANIFEST TREE
report_hostname_drift() {
  hostname_lines "$1" | while read_hostname; do
    running=$(uname -n)
    if [ "$running" != "$name" ]; then say drift hostname "$running" value "$name"; fi
  done
}

# move_hostname FROM-MANIFEST FROM-TREE MANIFEST TREE
move_hostname() {
  name=$(hostname_lines "$3")
  if [ -n "$name" ]; then
    if [ -z "$(hostname_lines "$1")" ] && exists /etc/hostname && ! exists $originals_dir/hostname; then keep_copy /etc/hostname $originals_dir/hostname; fi
    if [ -L /etc/hostname ] || [ "$(cat /etc/hostname 2>/dev/null)" != "$name" ]; then say "$name" | write_file /etc/hostname 644; fi
  elif [ -n "$(hostname_lines "$1")" ]; then
    if exists $originals_dir/hostname; then restore_copy $originals_dir/hostname /etc/hostname; else rm -f /etc/hostname; fi
    name=$(cat /etc/hostname 2>/dev/null || :)
  fi
  if [ -n "$name" ] && [ "$(uname -n)" != "$name" ]; then hostname "$name" 2>/dev/null || hostnamectl set-hostname "$name"; fi
}
