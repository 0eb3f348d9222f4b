# Kernel parameters. `sysctl` has the value that each managed parameter had before Troupe set it.

# sysctl_keys MANIFEST TREE: prints the names of all parameters
sysctl_keys() { sysctl_lines "$1" | while read_sysctl; do sed -n 's/^[ ]*-\{0,1\}\([A-Za-z0-9_./-]*\)[ ]*=.*/\1/p' "$2/$path"; done; }
# sysctl_file KEY: prints the path below /proc/sys
sysctl_file() { case $1 in */*) say "/proc/sys/$1" ;; *) say "/proc/sys/$1" | tr . / ;; esac; }
# report_sysctl_drift MANIFEST TREE
report_sysctl_drift() { :; }
# move_sysctl FROM-MANIFEST FROM-TREE MANIFEST TREE: applies the parameters, and restores those that the manifest does not set any more
move_sysctl() {
  shift 2
  keys=$(sysctl_keys "$1" "$2")
  for key in $keys; do
    file=$(sysctl_file "$key")
    if [ -r "$file" ] && ! grep -qs "^$key$tab" $state_dir/sysctl; then say "$key" "$(cat "$file")" >>$state_dir/sysctl; fi
  done
  sysctl_lines "$1" | while read_sysctl; do
    for program in /usr/lib/systemd/systemd-sysctl /lib/systemd/systemd-sysctl; do if [ -x $program ]; then break; fi; done
    $program "$2/$path"
  done
  if [ -e $state_dir/sysctl ]; then
    difference "$(cut -f1 $state_dir/sysctl)" "$keys" | while read -r key; do
      if [ -z "$key" ]; then continue; fi
      lines "$key" $state_dir/sysctl >"$(sysctl_file "$key")" || :
    done
    # shellcheck disable=SC2094 # write_file renames, so the loop reads the old file to its end
    while read -r key value; do if has_line "$keys" "$key"; then say "$key" "$value"; fi; done <$state_dir/sysctl | write_file $state_dir/sysctl 600
  fi
}
