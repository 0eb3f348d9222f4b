# A restart in the middle of a switch: the files that the script installs outside /var/lib/troupe, and the verb `boot`.

generator_file=/etc/systemd/system-generators/troupe
boot_unit_file=/etc/systemd/system/troupe-boot.service
boot_unit_link=/etc/systemd/system/sysinit.target.wants/troupe-boot.service
assert_unit_file=/etc/systemd/system/troupe-assert.service
assert_unit_link=/etc/systemd/system/multi-user.target.wants/troupe-assert.service
# A function of a text runs the command of its arguments with the text as stdin.
generator() {
  "$@" <<'END'
@installed/generator.sh@
END
}
boot_unit() {
  "$@" <<'END'
@installed/troupe-boot.service@
END
}
assert_unit() {
  "$@" <<'END'
@installed/troupe-assert.service@
END
}
# write_changed TEXT FILE MODE: writes the text of the function TEXT, unless the file has it
write_changed() { if ! has_text "$@"; then "$1" write_file "$2" "$3"; fi; }
# has_text TEXT FILE MODE: true if the file has the text of the function TEXT, and may be run if the mode says so
has_text() { [ -f "$2" ] && { [ "$3" != 755 ] || [ -x "$2" ]; } && "$1" agrees_with "$2"; }
# agrees_with FILE: true if stdin has the lines of the file. It takes no process.
agrees_with() {
  {
    while IFS= read -r line; do
      if ! IFS= read -r other <&8 || [ "$line" != "$other" ]; then return 1; fi
    done
    if read -r other <&8; then return 1; fi
  } 8<"$1"
}
# link_changed TEXT LINK
link_changed() { if ! [ "$2" -ef "${2%/*}/$1" ]; then ln -sfn "$1" "$2"; fi; }
install_boot_files() {
  make_parent $generator_file && make_parent $boot_unit_link && make_parent $assert_unit_link &&
    write_changed generator $generator_file 755 && write_changed boot_unit $boot_unit_file 644 &&
    link_changed ../troupe-boot.service $boot_unit_link && write_changed assert_unit $assert_unit_file 644 &&
    link_changed ../troupe-assert.service $assert_unit_link
}
# report_boot_file_drift TEXT FILE MODE
report_boot_file_drift() {
  if [ -L "$2" ] || [ ! -s "$2" ]; then say drift boot "$2" missing; elif ! has_text "$@"; then say drift boot "$2" changed; fi
}
# report_boot_drift MANIFEST TREE: reports boot files that are gone, masked, empty or changed. It takes no process.
report_boot_drift() {
  report_boot_file_drift generator $generator_file 755
  report_boot_file_drift boot_unit $boot_unit_file 644
  report_boot_file_drift assert_unit $assert_unit_file 644
  for file in $boot_unit_link $assert_unit_link; do if [ ! -L $file ]; then say drift boot $file missing; fi; done
}
remove_boot_files() {
  for file in $generator_file $assert_unit_link $assert_unit_file $boot_unit_link $boot_unit_file; do
    rm -f $file
    remove_empty_parents $file
  done
}
# clean_up: removes temporary files, and the boot files of a first switch that was killed before it was on record
clean_up() {
  remove_leftovers
  if [ "$(current)" = - ] && [ ! -e $state_dir/unfinished ]; then remove_boot_files; fi
}

# boot: the verb of troupe-boot.service, before other units start. The generator has already linked the confirmed units.
boot() {
  make_run_dir
  remove_leftovers
  if [ -e $state_dir/pending ] && [ "$(pending boot)" != "$(boot_id)" ]; then
    # Only files can be read at this time.
    export ACCOUNTS_SOURCE=file
    # A power cut in the middle of an edit leaves the lock of a process that is gone.
    rm -f /etc/passwd.lock /etc/group.lock /etc/gshadow.lock /etc/shadow.lock
    record_definitions "$(manifest_of "$(pending to)")" "$(manifest_of "$(pending from)")" || :
    # A revert that fails here is repeated by a timer.
    if ! leave_pending settle "$(pending to)" "$(pending from)" "the machine restarted before it was confirmed"; then
      arm_timer 5 "$(pending to)"
    fi
    load_definitions || :
  elif [ -e $state_dir/unfinished ]; then
    finish_revert
    if [ -e $state_dir/unfinished ]; then repeat_in_unit; fi
  elif [ ! -e $state_dir/pending ]; then
    # A power cut came after the commit of the switch to no generation, or before a first switch was on record.
    clean_up
  fi
  settle_installation "$(manifest_of "$(current)")"
  allow_starts
  # Where /var is a file system of its own, the generator ran before its mount and linked no unit.
  # shellcheck disable=SC2012 # names of units have no line breaks
  first_unit=$(ls $state_dir/current/units 2>/dev/null | head -n 1)
  if [ -n "$first_unit" ] && ! exists "/run/systemd/generator/$first_unit"; then
    systemctl daemon-reload
    started=$(started_units "$(manifest_of "$(current)")")
    if [ -n "$started" ]; then systemctl start --no-block -- $started; fi
  fi
}
