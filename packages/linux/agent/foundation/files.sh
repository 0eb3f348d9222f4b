# Files on disk.

# exists PATH: true for a dangling link, too
exists() { [ -e "$1" ] || [ -L "$1" ]; }

# write_text FILE MODE TEXT: writes the text and a newline in the same way, with two processes. MODE is 600 or 644.
write_text() {
  if [ "$2" = 600 ]; then umask 077; fi
  written=0
  { printf '%s\n' "$3" >"$1.new.$$" && sync "$1.new.$$" && mv -fT "$1.new.$$" "$1"; } || written=1
  umask 022
  if [ $written != 0 ]; then rm -f "$1.new.$$"; fi
  return $written
}
# write_file FILE MODE: writes stdin under another name, syncs, renames. The first error leaves the file as it is.
write_file() {
  if ! { cat >"$1.new.$$" && chmod "$2" "$1.new.$$" && sync "$1.new.$$" && mv -fT "$1.new.$$" "$1"; }; then rm -f "$1.new.$$"; return 1; fi
}
