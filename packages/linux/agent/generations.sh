# Generations on disk. `current` links to the one in effect; "-" is the id of none.

# current: prints the id of the generation in effect
current() {
  if link=$(readlink $state_dir/current); then printf '%s' "${link##*/}"; else printf -; fi
}
# read_current: sets `current` to the id of the generation in effect
read_current() { if current=$(readlink $state_dir/current); then current=${current##*/}; else current=-; fi; }
# manifest_of ID: prints the path of the manifest, /dev/null for none
manifest_of() {
  if [ -e "$generations_dir/$1/manifest" ]; then printf '%s' "$generations_dir/$1/manifest"; else printf /dev/null; fi
}
# find_manifest ID: sets `manifest` to the path of the manifest, /dev/null for none
find_manifest() {
  manifest=$generations_dir/$1/manifest
  if [ ! -e "$manifest" ]; then manifest=/dev/null; fi
}
# report_machine MANIFEST: prints the name of the machine
report_machine() { sed -n "/^machine$tab/{p;q;}" "$1"; }
# read_history: sets `history` to the confirmed switches, with the generation `current`, and `unrecorded` if its line is
# missing, because a power cut came between the removal of `pending`, which commits a switch, and the line
read_history() {
  history='' unrecorded=''
  if [ -e $state_dir/history ]; then history=$(cat $state_dir/history); fi
  if [ -e $state_dir/pending ] || [ "$current" = - ] || [ "${history##*"$tab"}" = "$current" ]; then return 0; fi
  unrecorded=1
  history=$history$newline$(stat -c %Y $state_dir/current)$tab$current
}
# complete_history: adds the line that a power cut prevented
complete_history() {
  read_current
  read_history
  if [ -z "$unrecorded" ]; then return 0; fi
  write_history "$history"
  forget_reverted
}
# write_history LINES: writes the last 100 of the lines to `history`, and sets it
write_history() {
  history=${1#"$newline"}
  # A line has at most 50 characters.
  if [ ${#history} -gt 5000 ]; then history=$(printf '%s\n' "$history" | tail -n 100); fi
  write_text $state_dir/history 644 "$history"
}
# point_current ID
point_current() {
  if [ "$1" = - ]; then rm -f $state_dir/current; elif ! [ $state_dir/current -ef "$generations_dir/$1" ]; then
    ln -s "generations/$1" $state_dir/current.new.$$
    mv -fT $state_dir/current.new.$$ $state_dir/current
  fi
}

# require_whole ID: ends the reply unless the generation is what was staged
require_whole() {
  if [ ! -e "$generations_dir/$1/manifest" ]; then end refused unknown; fi
  faults=$(tree_faults "$generations_dir/$1" "$1")
  if [ -n "$faults" ]; then
    printf '%s\n' "$faults" | sort | prefixed damaged
    end refused damaged
  fi
}
