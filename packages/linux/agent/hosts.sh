# The managed block of /etc/hosts, between two marker lines.
hosts_marks="# troupe begin$newline# troupe end"

# hosts_paired: true if /etc/hosts has each mark once, in order, on a line of its own
hosts_paired() { [ "$(marked_lines)" = "$hosts_marks" ]; }
# marked_lines: prints the lines of /etc/hosts that contain a mark
marked_lines() { sed -n '/# troupe \(begin\|end\)/p' /etc/hosts 2>/dev/null || :; }
# hosts_block: prints the block on disk
hosts_block() { if hosts_paired; then sed -n '/^# troupe begin$/,/^# troupe end$/{/^# troupe /!p;}' /etc/hosts; fi; }
# wanted_hosts MANIFEST: prints the block that the manifest describes
wanted_hosts() { host_lines "$1" | while read_host; do printf '%s %s\n' "$ip" "$names"; done; }

# hosts_fault FROM-MANIFEST MANIFEST: prints why a move between the manifests cannot edit /etc/hosts; nothing if it can
hosts_fault() {
  if [ -z "$(host_lines "$1"; host_lines "$2")" ] || is_own_link /etc/hosts; then return 0; fi
  if [ -n "$(marked_lines)" ] && ! hosts_paired; then echo marks; return 0; fi
  file=$(readlink -f /etc/hosts) || { echo type; return 0; }
  if exists "$file" && [ ! -f "$file" ]; then echo type; return 0; fi
  if grep -qs " $file " /proc/self/mountinfo; then echo mount; return 0; fi
  folder=${file%/*}
  while [ -n "$folder" ]; do
    case $(stat -c %u%A "$folder") in 0d????-??-?) ;; *) echo folder; return 0 ;; esac
    folder=${folder%/*}
  done
}
# report_hosts_drift MANIFEST TREE
report_hosts_drift() { if [ "$(wanted_hosts "$1")" != "$(hosts_block)" ]; then say drift hosts /etc/hosts content; fi; }
# report_hosts_fault FROM-MANIFEST MANIFEST
report_hosts_fault() {
  fault=$(hosts_fault "$1" "$2")
  if [ -n "$fault" ]; then say uneditable /etc/hosts "$fault"; fi
}
# move_hosts FROM-MANIFEST FROM-TREE MANIFEST TREE: edits the file that /etc/hosts leads to, and keeps its mode and owner
move_hosts() {
  fault=$(hosts_fault "$1" "$3")
  if [ -n "$fault" ]; then echo "/etc/hosts cannot be edited: $fault" >&2; return 1; fi
  block=$(wanted_hosts "$3")
  if [ "$block" = "$(hosts_block)" ]; then return 0; fi
  if is_own_link /etc/hosts; then echo "/etc/hosts is an entry of environment.etc" >&2; return 1; fi
  file=$(readlink -f /etc/hosts)
  temporary=$file.troupe-new
  rm -rf "$temporary"
  if ! { if [ -e "$file" ]; then cp -aT --attributes-only "$file" "$temporary"; fi && print_hosts >"$temporary" &&
    sync "$temporary" && mv -fT "$temporary" "$file"; }; then rm -f "$temporary"; return 1; fi
}
# print_hosts: prints the content of $file with $block. The command "a" of sed ends a last line that has no newline.
print_hosts() {
  if [ -e "$file" ]; then sed -e '/^# troupe begin$/,/^# troupe end$/d' -e "${block:+\$a\\}" "$file"; fi &&
    if [ -n "$block" ]; then printf '# troupe begin\n%s\n# troupe end\n' "$block"; fi
}
