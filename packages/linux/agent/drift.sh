# Drift: files, units and packages that differ from the generation in effect.

# broken_files TREE: prints the files whose content differs from the digest in the manifest
broken_files() {
  cd "$1"
  file_lines manifest | while read_file; do printf '%s  %s\n' "$sha256" "$path"; done | sha256sum --quiet -c - 2>/dev/null |
    sed -n -e '/^\\/{s/^\\//;s/\\\\/\\/g;}' -e 's/: FAILED\( open or read\)\{0,1\}$//p'
  cd /
}

# report_drift MANIFEST ID
report_drift() {
  broken_files "$generations_dir/$2" | prefixed "drift${tab}tree"
  etc_entries "$1" | while read_etc; do
    entry_drift=$(entry_difference "$generations_dir/$2" "$target" "$kind" "$mode" "$user" "$group" "$path")
    if [ -n "$entry_drift" ]; then say drift etc "$target" "$entry_drift"; fi
  done
  if [ "$(wanted_hosts "$1")" != "$(hosts_block)" ]; then say drift hosts; fi
  name=$(hostname_lines "$1")
  if [ -n "$name" ] && [ "$(uname -n)" != "$name" ]; then say drift hostname "$(uname -n)"; fi
  unhealthy_units $(started_units "$1") | prefixed unit
  missing_packages "$1" | prefixed "drift${tab}package"
}
