# The host name. `originals/hostname` is /etc/hostname from before Troupe set it, `originals/running-hostname` has the name
# that the machine went by, and the line "absent" if there was no /etc/hostname.
running_hostname=$state_dir/originals/running-hostname

# find_hostnames FROM-MANIFEST MANIFEST: sets `old_name` and `declared_name`
find_hostnames() {
  declared=$(awk -F "$tab" '$1 == "hostname" { print side $2 }' side=from= "$1" side=to= "$2")
  old_name='' declared_name=''
  for line in $declared; do case $line in from=*) old_name=${line#*=} ;; *) declared_name=${line#*=} ;; esac; done
}
# move_hostname FROM-MANIFEST FROM-TREE MANIFEST TREE
move_hostname() {
  find_hostnames "$1" "$3"
  name=$declared_name running_name='' file_name=''
  read -r running_name </proc/sys/kernel/hostname || :
  if [ -f /etc/hostname ]; then read -r file_name </etc/hostname || :; fi
  if [ -n "$name" ]; then
    # A move back to the name keeps the owner's file again, if the move forward gave it back.
    if [ -z "$old_name" ] && { [ -z "${TROUPE_GO_ON:-}" ] || [ "$file_name" != "$name" ]; }; then
      if ! keep_hostname; then failed hostname "$name" "the old name cannot be kept"; return 0; fi
    fi
    if [ -L /etc/hostname ] || [ "$file_name" != "$name" ]; then
      say "$name" | write_file /etc/hostname 644 || failed hostname /etc/hostname "it cannot be written"
    fi
  elif [ -n "$old_name" ]; then
    if exists $originals_dir/hostname; then
      restore_copy $originals_dir/hostname /etc/hostname || failed hostname /etc/hostname "the original does not come back"
    elif grep -qsx absent $running_hostname; then rm -f /etc/hostname; fi
    if [ -e $running_hostname ]; then read -r name <$running_hostname; else name=$(cat /etc/hostname 2>/dev/null || :); fi
  fi
  if [ -z "$name" ] || [ "$running_name" = "$name" ] || hostname "$name" 2>/dev/null || hostnamectl set-hostname "$name"; then
    if [ -z "$declared_name" ] && [ -e $running_hostname ]; then rm -f $running_hostname; fi
  else failed hostname "$name" "the machine does not take it"; fi
}
# keep_hostname: keeps the file and the running name, unless an interrupted switch kept them
keep_hostname() {
  protect_copies
  if exists /etc/hostname && ! exists $originals_dir/hostname && ! grep -qsx absent $running_hostname; then
    keep_copy /etc/hostname $originals_dir/hostname || return 1
  fi
  if [ -e $running_hostname ]; then return 0; fi
  { uname -n; if ! exists /etc/hostname; then echo absent; fi; } | write_file $running_hostname 600
}
