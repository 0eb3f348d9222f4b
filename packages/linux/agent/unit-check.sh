# The check of a staged generation by the machine's systemd and kernel, before anything changes.

# shellcheck disable=SC2016 # the program is awk's
unit_references_program='
@unit-references.awk@
'

# report_unit_faults MANIFEST TREE: prints "remark FILE LINE TEXT" for each line of a unit that systemd remarks on,
# "unfound NAME STATE" for units that the generation refers to and that neither it nor the machine has, and
# "unknown-parameter PATH" for kernel parameters that the kernel lacks
report_unit_faults() {
  tree=$2
  read_parameters "$tree"
  say_lines unknown-parameter "$unknown_parameters"
  if [ ! -d "$tree/units" ]; then return 0; fi
  awk -v tree="$tree" "$unit_references_program" "$1" >$run_dir/unit-references
  select_names refer $run_dir/unit-references
  asked=''
  for name in $names; do if ! has_unit_file "$name"; then asked=$asked$name$newline; fi; done
  if [ -n "$asked" ]; then
    print_states Id,LoadState $asked |
      awk -F = '$1 == "Id" { name = $2 } $1 == "LoadState" && $2 ~ /^(not-found|masked)$/ { print "unfound\t" name "\t" $2 }'
  fi
  select_names verify $run_dir/unit-references
  set --
  for name in $names; do set -- "$@" "$tree/units/$name"; done
  if [ $# = 0 ]; then return 0; fi
  if ! command -v systemd-analyze >/dev/null; then say unverified; return 0; fi
  # The search path ends in a colon, which stands for systemd's own folders.
  SYSTEMD_UNIT_PATH=$tree/units: timeout -k 5 60 systemd-analyze verify --man=no --recursive-errors=no -- "$@" >$run_dir/remarks 2>&1 || :
  while IFS= read -r line; do
    case $line in "$tree/units/"*:*:*) ;; *) continue ;; esac
    line=${line#"$tree/units/"}
    file=${line%%:*} line=${line#*:}
    say remark "$file" "${line%%:*}" "${line#*: }"
  done <$run_dir/remarks
}
# has_unit_file NAME: true if the machine has a unit of the name, or its template, that is not masked. It takes no process.
has_unit_file() {
  for folder in /etc/systemd/system /run/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
    for file in "$folder/$1" "$folder/${1%%@*}@.${1##*.}"; do if exists "$file"; then [ -s "$file" ]; return; fi; done
  done
  return 1
}
