# Kernel parameters. `sysctl` has the value that each managed parameter had before Troupe set it, in lines
# "before PATH VALUE", and lines "shown PATH VALUE NOW" for values that the kernel prints in another form.
sysctl_memory=$state_dir/sysctl

# read_parameters TREE: sets `parameters` to lines "PATH VALUE" and `unknown_parameters` to paths that the kernel lacks.
# A name precedes patterns, and a later pattern an earlier one, as for systemd-sysctl.
read_parameters() {
  parameters='' unknown_parameters='' patterns=''
  if [ ! -e "$1/sysctl/60-troupe.conf" ]; then return 0; fi
  while read -r line; do
    path='' key=${line%% = *} value=${line#* = }
    case $key in */*) ;; *) while [ "$key" != "${key#*.}" ]; do path=$path${key%%.*}/ key=${key#*.}; done ;; esac
    path=$path$key
    case $path in
      *'*'*) patterns=$path$tab$value$newline$patterns ;;
      *) if [ -f "/proc/sys/$path" ]; then parameters=$parameters$path$tab$value$newline; else unknown_parameters=$unknown_parameters$path$newline; fi ;;
    esac
  done <"$1/sysctl/60-troupe.conf"
  while read -r path value; do
    if [ -z "$path" ]; then continue; fi
    set +f
    for file in /proc/sys/$path; do if [ -f "$file" ]; then parameters=$parameters${file#/proc/sys/}$tab$value$newline; fi; done
    set -f
  done <<END
$patterns
END
}
# shellcheck disable=SC2016 # for awk
sysctl_program='
@sysctl.awk@
'
# compare_parameters REPORT FROM-PARAMETERS PARAMETERS: sets `compared`; fails if awk does
compare_parameters() {
  compared=$(awk -v REPORT="$1" -v MEMORY=$sysctl_memory "$sysctl_program" <<END
$2
to
$3
END
  )
}

# report_sysctl_drift MANIFEST TREE
report_sysctl_drift() {
  read_parameters "$2"
  if [ -z "$parameters" ]; then return 0; fi
  compare_parameters drift '' "$parameters"
  if [ -n "$compared" ]; then printf '%s\n' "$compared"; fi
}

# move_sysctl FROM-MANIFEST FROM-TREE MANIFEST TREE: gives parameters of the first tree their values from before Troupe,
# sets those of the second, and keeps the values from before for both trees until the move back ends
move_sysctl() {
  read_parameters "$2"
  from_parameters=$parameters
  read_parameters "$4"
  if [ -z "$from_parameters$parameters" ] && [ ! -e $sysctl_memory ]; then return 0; fi
  pass_sysctl && pass_sysctl || return 0
  # The kernel took the values twice and shows others: forms of its own, which are not drift.
  compare_parameters actions "$from_parameters" "$parameters"
  actions=$compared
  remember_parameters "$(printf '%s\n' "$actions" | awk -F "$tab" -v OFS="$tab" '$1 == "write" { print "shown", $2, $4, $5 }')"
}
# pass_sysctl: writes each parameter that differs; false if none does. A parameter may reset others, as ip_forward does.
pass_sysctl() {
  compare_parameters actions "$from_parameters" "$parameters" || failed sysctl /proc/sys "it cannot be read"
  actions=$compared
  remember_parameters || failed sysctl memory "$sysctl_memory cannot be written"
  changed=''
  while read -r action path name value now; do
    case $action in
      write) write_parameter "$path" "$value" || failed sysctl "$name" "the kernel does not take the value $value: $reason"; changed=1 ;;
      undo) write_parameter "$path" "$value" || say left sysctl "$name" "the value $value from before does not come back: $reason" ;;
    esac
  done <<END
$actions
END
  [ -n "$changed" ]
}
# remember_parameters [LINES]: writes the memory for the actions, unless it has these lines
remember_parameters() {
  remembered=''
  IFS=$newline
  for line in $actions ${1-}; do
    case $line in remember"$tab"*) line=${line#*"$tab"} ;; shown"$tab"*) ;; *) continue ;; esac
    if ! has_line "$remembered" "$line"; then remembered=${remembered:+$remembered$newline}$line; fi
  done
  IFS=$tab$newline
  if [ -z "$remembered" ]; then rm -f $sysctl_memory; return; fi
  kept=''
  if [ -e $sysctl_memory ]; then while IFS= read -r line; do kept=${kept:+$kept$newline}$line; done <$sysctl_memory; fi
  if [ "$kept" != "$remembered" ]; then write_text $sysctl_memory 600 "$remembered"; fi
}
# write_parameter PATH VALUE: sets `reason` if the kernel refuses the value. An empty value is written as an empty line.
write_parameter() {
  if { printf '%s\n' "$2" >"/proc/sys/$1"; } 2>/dev/null; then return 0; fi
  reason=$({ printf '%s\n' "$2" | dd of="/proc/sys/$1" conv=notrunc 2>&1 || :; } | sed -n '1s/.*: //p')
  return 1
}
