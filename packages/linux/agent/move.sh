# The move of a machine between two generations.

# move FROM TO: either id may be "-". Steps that are done already are not repeated. `activate` and `go_back` run this
# verb as a program of its own, so that its first error ends it.
move() {
  from_manifest=$(manifest_of "$1") to_manifest=$(manifest_of "$2")
  move_accounts "$from_manifest" "$to_manifest"
  stopped=$(stopped_units "$from_manifest" "$to_manifest")
  change_units stop $(for name in $stopped; do instance_pattern "$name"; echo; done)
  report_steps stop "$stopped"
  point_current "$2"
  move_files "$from_manifest" "$to_manifest" "$1" "$2"
  systemctl daemon-reload
  move_sysctl "$to_manifest" "$generations_dir/$2"
  tmpfiles=$(tmpfiles_lines "$to_manifest" | sed "s|^|$generations_dir/$2/|")
  if [ -n "$tmpfiles" ]; then systemd-tmpfiles --create $tmpfiles; fi
  start_units "$from_manifest" "$to_manifest" "$stopped"
}
# move_files FROM-MANIFEST MANIFEST FROM TO
move_files() {
  move_etc "$1" "$generations_dir/$3" "$2" "$generations_dir/$4"
  set_hostname "$1" "$2"
  set_hosts "$1" "$2"
}
