# The managed block of /etc/hosts, between two marker lines.
hosts_marks="# troupe begin$newline# troupe end"

# shellcheck disable=SC2016 # for awk
names_program='
@names.awk@
'

# hosts_paired: true if /etc/hosts has each mark once, in order, on a line of its own
hosts_paired() { [ "$(marked_lines)" = "$hosts_marks" ]; }
# marked_lines: prints the lines of /etc/hosts that contain a mark
marked_lines() { sed -n '/# troupe \(begin\|end\)/p' /etc/hosts 2>/dev/null || :; }
# hosts_block: prints the block on disk
hosts_block() { if hosts_paired; then sed -n '/^# troupe begin$/,/^# troupe end$/{/^# troupe /!p;}' /etc/hosts; fi; }
# wanted_hosts MANIFEST: prints the block that the manifest describes
wanted_hosts() { sed -n "/^host$tab/{s///;s/$tab/ /;p;}" "$1"; }

# hosts_agree MANIFEST: true if the block on disk is that of the manifest, and its marks are whole
hosts_agree() { awk -v strict=1 "$names_program" "$1" >/dev/null; }
# hosts_fault FROM-MANIFEST MANIFEST: prints why a move between the manifests cannot edit /etc/hosts; nothing if it can, or
# need not
hosts_fault() {
  declared=$(sed -n "/^host$tab/p" "$1" "$2")
  if [ -z "$declared" ] || is_own_link /etc/hosts; then return 0; fi
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
# report_hosts_drift MANIFEST TREE: reports the block and the host name; sets `hosts_differ` if the block differs
report_hosts_drift() { awk "$names_program" "$1" || hosts_differ=1; }
# report_hosts_fault FROM-MANIFEST MANIFEST: sets `fault`
report_hosts_fault() {
  fault=''
  if hosts_agree "$2"; then return 0; fi
  fault=$(hosts_fault "$1" "$2")
  if [ -n "$fault" ]; then say uneditable /etc/hosts "$fault"; fi
}
# move_hosts FROM-MANIFEST FROM-TREE MANIFEST TREE
move_hosts() {
  if hosts_agree "$3"; then return 0; fi
  fault=$(hosts_fault "$1" "$3")
  if [ -n "$fault" ]; then failed hosts /etc/hosts "it cannot be edited: $fault"; return 0; fi
  block=$(wanted_hosts "$3")
  if [ "$block" = "$(hosts_block)" ]; then return 0; fi
  if is_own_link /etc/hosts; then failed hosts /etc/hosts "it is an entry of environment.etc"; return 0; fi
  edit_hosts 2>$run_dir/hosts || failed hosts /etc/hosts "it cannot be written: $(sed -n '1s/.*: //p' $run_dir/hosts)"
}
# edit_hosts: writes $block to the file that /etc/hosts leads to, and keeps its mode and owner. The first error leaves
# the file as it is.
edit_hosts() {
  file=$(readlink -f /etc/hosts)
  temporary=$file.troupe-new
  rm -rf "$temporary"
  if { if [ -e "$file" ]; then cp -aT --attributes-only "$file" "$temporary"; fi && print_hosts >"$temporary" &&
    sync "$temporary" && mv -fT "$temporary" "$file"; }; then return 0; fi
  rm -f "$temporary"
  return 1
}
# print_hosts: prints the content of $file with $block. The command "a" of sed ends a last line that has no newline; the
# newline stays when the block goes away.
print_hosts() {
  if [ -e "$file" ]; then sed -e '/^# troupe begin$/,/^# troupe end$/d' -e "${block:+\$a\\}" "$file"; fi &&
    if [ -n "$block" ]; then printf '# troupe begin\n%s\n# troupe end\n' "$block"; fi
}
