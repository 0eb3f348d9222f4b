# The managed block of /etc/hosts, between two marker lines.

# hosts_block: prints the block on disk
hosts_block() {
  if grep -qsx '# troupe end' /etc/hosts; then sed -n '/^# troupe begin$/,/^# troupe end$/{/^# troupe /!p;}' /etc/hosts; fi
}
# wanted_hosts MANIFEST: prints the block that the manifest describes
wanted_hosts() { host_lines "$1" | while read_host; do printf '%s %s\n' "$ip" "$names"; done; }
# set_hosts MANIFEST
set_hosts() {
  block=$(wanted_hosts "$1")
  if [ "$block" = "$(hosts_block)" ]; then return 0; fi
  if [ ! -e /etc/hosts ]; then : >/etc/hosts; fi
  {
    if grep -qx '# troupe end' /etc/hosts; then sed '/^# troupe begin$/,/^# troupe end$/d' /etc/hosts; else cat /etc/hosts; fi
    if [ -n "$block" ]; then printf '# troupe begin\n%s\n# troupe end\n' "$block"; fi
  } | write_file /etc/hosts "$(stat -c %a /etc/hosts)"
}
