# Files on disk.

# exists PATH: true for a dangling link, too
exists() { [ -e "$1" ] || [ -L "$1" ]; }

# write_file FILE MODE: writes stdin under another name, syncs, renames. The first error leaves the file as it is.
write_file() {
  if ! { cat >"$1.new.$$" && chmod "$2" "$1.new.$$" && sync "$1.new.$$" && mv -fT "$1.new.$$" "$1"; }; then rm -f "$1.new.$$"; return 1; fi
}
