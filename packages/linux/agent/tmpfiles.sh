# Files and directories of systemd-tmpfiles.

# report_tmpfiles_drift MANIFEST TREE
report_tmpfiles_drift() { :; }
# move_tmpfiles FROM-MANIFEST FROM-TREE MANIFEST TREE
move_tmpfiles() {
  tmpfiles=$(tmpfiles_lines "$3" | sed "s|^|$4/|")
  if [ -n "$tmpfiles" ]; then systemd-tmpfiles --create $tmpfiles; fi
}
