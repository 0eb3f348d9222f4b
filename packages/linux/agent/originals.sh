# Copies of files that Troupe replaces: `originals` has adopted files, `drifted` has Troupe's own files as somebody
# changed them. Only root may enter these folders, because a file may have been private through its folder alone.
originals_dir=$state_dir/originals
drifted_dir=$state_dir/drifted

# protect_copies: makes the folders for root alone
protect_copies() {
  mkdir -m 700 $originals_dir $drifted_dir 2>/dev/null || :
  chmod 700 $originals_dir $drifted_dir
}
# keep_copy PATH COPY
keep_copy() {
  protect_copies
  mkdir -p "${2%/*}"
  rm -rf "$2.new"
  cp -aT "$1" "$2.new" && sync -f "${2%/*}" && mv --backup=numbered -T "$2.new" "$2"
}
# keep_adopted: keeps the files that the switch may adopt
keep_adopted() {
  while read -r target; do
    case $target in systemd/system/*) ;; *) if exists "/etc/$target"; then keep_copy "/etc/$target" "$originals_dir/etc/$target"; fi ;; esac
  done <$run_dir/adopt
  if [ -s $run_dir/adopt ]; then { cat $state_dir/adopted 2>/dev/null || :; cat $run_dir/adopt; } | sort -u | write_file $state_dir/adopted 600; fi
}
# keep_drifted TARGET
keep_drifted() {
  say drifted "$1"
  keep_copy "/etc/$1" "$drifted_dir/etc/$1"
}
# replace TEMPORARY PATH: renames, also where one of both is a directory
replace() {
  if [ -d "$2" ] && [ ! -L "$2" ]; then rm -rf "$2"; elif [ -d "$1" ] && [ ! -L "$1" ]; then rm -f "$2"; fi
  mv -fT "$1" "$2"
}
# prepare_temporary PATH: sets `temporary` to a free name beside PATH
prepare_temporary() { temporary=${1%/*}/.troupe-new; rm -rf "$temporary"; }

# restore_original TARGET: the original stays unless the file has its place again
restore_original() {
  make_parent "/etc/$1"
  restore_copy "$originals_dir/etc/$1" "/etc/$1"
}
# restore_copy COPY PATH
restore_copy() {
  prepare_temporary "$2"
  cp -aT "$1" "$temporary" && sync -f "${2%/*}" && replace "$temporary" "$2" && rm -rf "$1"
}
