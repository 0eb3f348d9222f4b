# Copies of files that Troupe replaces: `originals` has adopted files, `drifted` has Troupe's own files as somebody changed them.
originals_dir=$state_dir/originals

# keep_copy PATH COPY
keep_copy() {
  mkdir -p "${2%/*}"
  rm -rf "$2.new"
  cp -aT "$1" "$2.new"
  sync -f "${2%/*}"
  mv --backup=numbered -T "$2.new" "$2"
}
# keep_drifted TARGET
keep_drifted() {
  say drifted "$1"
  keep_copy "/etc/$1" "$state_dir/drifted/etc/$1"
}
# replace TEMPORARY PATH: renames, also where PATH is a directory
replace() {
  if [ -d "$2" ] && [ ! -L "$2" ]; then rm -rf "$2"; fi
  mv -fT "$1" "$2"
}
# prepare_temporary PATH: sets `temporary` to a free name beside PATH
prepare_temporary() { temporary=${1%/*}/.troupe-new; rm -rf "$temporary"; }

# restore_original TARGET
restore_original() {
  make_parent "/etc/$1"
  prepare_temporary "/etc/$1"
  cp -aT "$originals_dir/etc/$1" "$temporary"
  sync -f "/etc/${1%/*}" 2>/dev/null || sync -f /etc
  replace "$temporary" "/etc/$1"
  rm -rf "${originals_dir:?}/etc/$1"
}
