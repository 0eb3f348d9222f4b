# Drift: files, units and packages that differ from the generation in effect.

# report_drift MANIFEST ID
report_drift() {
  tree_faults "$generations_dir/$2" "$2" | prefixed "drift${tab}tree"
  etc_entries "$1" | while read_etc; do
    entry_drift=$(entry_difference "$generations_dir/$2" "$target" "$kind" "$mode" "$user" "$group" "$path")
    if [ -n "$entry_drift" ]; then say drift etc "$target" "$entry_drift"; fi
  done
  if [ "$(wanted_hosts "$1")" != "$(hosts_block)" ]; then say drift hosts; fi
  name=$(hostname_lines "$1")
  if [ -n "$name" ] && [ "$(uname -n)" != "$name" ]; then say drift hostname "$(uname -n)"; fi
  unhealthy_units $(started_units "$1") | prefixed unit
  report_packages_drift "$1"
}
