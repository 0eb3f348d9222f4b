# Generations on disk. `current` links to the one in effect; "-" is the id of none.

# current: prints the id of the generation in effect
current() {
  if link=$(readlink $state_dir/current); then printf '%s' "${link##*/}"; else printf -; fi
}
# manifest_of ID: prints the path of the manifest, /dev/null for none
manifest_of() {
  if [ -e "$generations_dir/$1/manifest" ]; then printf '%s' "$generations_dir/$1/manifest"; else printf /dev/null; fi
}
# point_current ID
point_current() {
  if [ "$1" = - ]; then rm -f $state_dir/current; else
    ln -s "generations/$1" $state_dir/current.new.$$
    mv -fT $state_dir/current.new.$$ $state_dir/current
  fi
}
