# Directories below /etc that Troupe made. `directories` lists them, so that they are removed with their last entry.

# make_parent PATH
make_parent() {
  if [ ! -d "${1%/*}" ]; then
    make_parent "${1%/*}"
    mkdir -m 755 "${1%/*}"
    say "${1%/*}" >>$state_dir/directories
  fi
}
# remove_empty_parents PATH
remove_empty_parents() {
  parent=${1%/*}
  while [ -e $state_dir/directories ] && grep -qxF -e "$parent" $state_dir/directories && rmdir "$parent" 2>/dev/null; do parent=${parent%/*}; done
}
