# The check of a staged generation by the machine's systemd and kernel, before anything changes.

# report_unit_faults TREE REFERENCES: prints "remark FILE LINE TEXT" for each line of a unit that systemd remarks on,
# "unfound NAME STATE" for those of the units REFERENCES, with commas between, that the machine lacks, and
# "unknown-parameter PATH" for kernel parameters that the kernel lacks
report_unit_faults() {
  tree=$1
  read_parameters "$tree"
  say_lines unknown-parameter "$unknown_parameters"
  if [ "${2:--}" != - ]; then
    IFS=,
    set -- $2
    IFS=$tab$newline
    print_states Id,LoadState "$@" |
      awk -F = '$1 == "Id" { name = $2 } $1 == "LoadState" && $2 ~ /^(not-found|masked)$/ { print "unfound\t" name "\t" $2 }'
  fi
  select_names unit "$tree/manifest"
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
