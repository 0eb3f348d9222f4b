# Directories below /etc that Troupe made. `directories` lists them, so that they are removed with their last entry.

# record_directories PATH...: before they are made, so that no directory is without a record
record_directories() {
  # shellcheck disable=SC2094 # write_file renames, so cat reads the old file to its end
  { cat $state_dir/directories 2>/dev/null || :; printf '%s\n' "$@"; } | sort -u | write_file $state_dir/directories 644
}
# make_parent PATH
make_parent() {
  if [ ! -d "${1%/*}" ]; then
    make_parent "${1%/*}" && record_directories "${1%/*}" && mkdir -m 755 "${1%/*}"
  fi
}
# remove_empty_parents PATH
remove_empty_parents() {
  parent=${1%/*}
  while [ -e $state_dir/directories ] && grep -qxF -e "$parent" $state_dir/directories && rmdir "$parent" 2>/dev/null; do parent=${parent%/*}; done
}
