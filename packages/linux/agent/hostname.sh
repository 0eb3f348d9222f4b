# The host name. `originals/hostname` is /etc/hostname from before Troupe set it, `originals/running-hostname` has the name
# that the machine went by.
running_hostname=$state_dir/originals/running-hostname

# move_hostname FROM-MANIFEST FROM-TREE MANIFEST TREE
move_hostname() {
  old_name=$(hostname_lines "$1") name=$(hostname_lines "$3")
  if [ -n "$name" ]; then
    if [ -z "$old_name" ] && [ -z "${TROUPE_GO_ON:-}" ]; then keep_hostname || failed hostname "$name" "the old name cannot be kept"; fi
    if [ -L /etc/hostname ] || [ "$(cat /etc/hostname 2>/dev/null)" != "$name" ]; then
      say "$name" | write_file /etc/hostname 644 || failed hostname /etc/hostname "it cannot be written"
    fi
  elif [ -n "$old_name" ]; then
    if exists $originals_dir/hostname; then
      restore_copy $originals_dir/hostname /etc/hostname || failed hostname /etc/hostname "the original does not come back"
    else rm -f /etc/hostname; fi
    name=$(cat $running_hostname 2>/dev/null || cat /etc/hostname 2>/dev/null || :)
  fi
  if [ -z "$name" ] || [ "$(uname -n)" = "$name" ] || hostname "$name" 2>/dev/null || hostnamectl set-hostname "$name"; then
    if [ -z "$(hostname_lines "$3")" ]; then rm -f $running_hostname; fi
  else failed hostname "$name" "the machine does not take it"; fi
}
# keep_hostname: keeps the file and the running name, unless an interrupted switch kept them
keep_hostname() {
  if [ -e $running_hostname ]; then return 0; fi
  protect_copies
  if exists /etc/hostname && ! exists $originals_dir/hostname; then keep_copy /etc/hostname $originals_dir/hostname || return 1; fi
  uname -n | write_file $running_hostname 600
}
