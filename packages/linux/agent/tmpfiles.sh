# Files and directories of systemd-tmpfiles.

# report_tmpfiles_drift MANIFEST TREE: compares directories, files and links of simple rules: without specifiers,
# patterns and quotes
report_tmpfiles_drift() {
  wanted='' paths=''
  if [ ! -e "$2/tmpfiles/troupe.conf" ]; then return 0; fi
  while IFS=" $tab" read -r type path mode user group _; do
    case $type in [dDvqQ] | [dDvqQ][-=]) type=directory ;; [fF] | [fF][-=+]) type=regular ;; L | L[-=+?]) type=symbolic mode=- user=- group=- ;; *) continue ;; esac
    case $path in /*[%\"\'\\*?[]*) continue ;; /*) ;; *) continue ;; esac
    if [ "$path" != / ]; then path=${path%/}; fi
    if has_line "$paths" "$path"; then continue; fi
    paths=$paths$newline$path
    wanted=$wanted$path$tab$type$tab${mode:--}$tab${user:--}$tab${group:--}$newline
  done <"$2/tmpfiles/troupe.conf"
  if [ -z "$paths" ]; then return 0; fi
  found=$(stat -c "%n$tab%F$tab%04a$tab%U$tab%u$tab%G$tab%g" -- $paths 2>/dev/null) || :
  while read -r path type mode user group; do
    if [ -n "$path" ]; then report_tmpfile; fi
  done <<END
$wanted
END
}
# report_tmpfile: for the same loop, whose variables it reads. A mode or owner of "-" stays as it is, as does one with a
# prefix where the file exists.
report_tmpfile() {
  case $newline$found in *"$newline$path$tab"*) ;; *) say drift tmpfiles "$path" missing; return ;; esac
  now=$newline$found
  now=${now#*"$newline$path$tab"}
  now=${now%%"$newline"*}
  has_type=${now%%"$tab"*} now=${now#*"$tab"}
  has_mode=${now%%"$tab"*} now=${now#*"$tab"}
  has_user=${now%%"$tab"*} now=${now#*"$tab"}
  has_uid=${now%%"$tab"*} now=${now#*"$tab"}
  has_group=${now%%"$tab"*} has_gid=${now#*"$tab"}
  case $has_type in "$type"*) ;; *) say drift tmpfiles "$path" type "$has_type"; return ;; esac
  case $mode in [0-7]*) while [ ${#mode} -lt 4 ]; do mode=0$mode; done ;; *) mode=$has_mode ;; esac
  if [ "$mode" != "$has_mode" ]; then say drift tmpfiles "$path" mode "$has_mode" "$mode"; fi
  case $user in - | :* | "$has_user" | "$has_uid") user=$has_user ;; esac
  case $group in - | :* | "$has_group" | "$has_gid") group=$has_group ;; esac
  if [ "$user:$group" != "$has_user:$has_group" ]; then say drift tmpfiles "$path" owner "$has_user:$has_group" "$user:$group"; fi
}
# move_tmpfiles FROM-MANIFEST FROM-TREE MANIFEST TREE
move_tmpfiles() {
  if [ ! -e "$4/tmpfiles/troupe.conf" ]; then return 0; fi
  systemd-tmpfiles --create "$4/tmpfiles/troupe.conf" 2>$run_dir/tmpfiles ||
    failed tmpfiles rules "$(tail -n 3 $run_dir/tmpfiles | tr '\n' ' ')"
}
