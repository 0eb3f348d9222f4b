# Copies of files that Troupe replaces: `originals` has adopted files, `drifted` has Troupe's own files as somebody
# changed them. Only root may enter these folders, because a file may have been private through its folder alone.
originals_dir=$state_dir/originals
drifted_dir=$state_dir/drifted
# The number of copies of one file that `drifted` keeps.
kept_copies=5

# protect_copies: makes the folders for root alone
protect_copies() {
  if ! [ -d $originals_dir ] || ! [ -d $drifted_dir ]; then mkdir -m 700 $originals_dir $drifted_dir 2>/dev/null || :; fi
  chmod 700 $originals_dir $drifted_dir
}
# keep_copy PATH COPY: an earlier copy of the name gets a number
keep_copy() {
  protect_copies
  copy=$state_dir/copy.new.$$
  mkdir -p "${2%/*}" && rm -rf "$copy" && cp -aT "$1" "$copy" && sync -f $state_dir && mv --backup=numbered -T "$copy" "$2" && return 0
  rm -rf "$copy"
  return 1
}
# list_tree FOLDER: prints all that is in the folder and in its files
list_tree() { (cd "$1" 2>/dev/null && find . -printf '%y %m %U:%G %p %l\n' -type f -exec sha256sum {} + | sort); }
# keep_drifted TARGET: keeps the file, and removes all but the latest copies
keep_drifted() {
  # A switch that was interrupted may have left the user's folder in its place.
  if [ -d "/etc/$1" ] && [ "$(list_tree "/etc/$1")" = "$(list_tree "$originals_dir/etc/$1")" ]; then return 0; fi
  keep_copy "/etc/$1" "$drifted_dir/etc/$1" || return 1
  say drifted "$1"
  find "$(dirname "$drifted_dir/etc/$1")" -mindepth 1 -maxdepth 1 -name '*.~[0-9]*~' -printf '%f\n' |
    NAME=${1##*/} awk 'index($0, ENVIRON["NAME"] ".~") == 1 { print substr($0, length(ENVIRON["NAME"]) + 3) + 0 }' | sort -rn | tail -n +$kept_copies |
    while read -r number; do rm -rf "$drifted_dir/etc/$1.~$number~"; done
}
# replace TEMPORARY PATH: renames, also where one of both is a directory
replace() {
  if [ -d "$2" ] && [ ! -L "$2" ]; then rm -rf "$2"; elif [ -d "$1" ] && [ ! -L "$1" ]; then rm -f "$2"; fi
  mv -fT "$1" "$2"
}
# restore_copy COPY PATH: for files in /etc itself; the copy stays unless the file has its place again
restore_copy() {
  restored=1
  if make_stage /etc && cp -aT "$1" /etc/.troupe-new/new/copy && sync -f /etc && replace /etc/.troupe-new/new/copy "$2" && sync -f /etc && rm -rf "$1"; then restored=0; fi
  rm -rf /etc/.troupe-new
  return $restored
}
