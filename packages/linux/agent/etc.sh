# Moves /etc from the entries of one manifest to those of another.

# write_entry FROM-MANIFEST FROM-TREE TREE TARGET KIND MODE USER GROUP PATH: makes the file agree with the entry
write_entry() {
  from_manifest=$1 from_tree=$2
  shift 2
  if [ -z "$(entry_difference "$@")" ]; then return 0; fi
  file=/etc/$2
  if exists "$file" && ! is_own_link "$file"; then
    previous=$(etc_entries "$from_manifest" | while read_etc; do if [ "$target" = "$2" ]; then say "$kind" "$path"; fi; done)
    case $previous in
      '') if ! exists "$originals_dir/etc/$2"; then keep_copy "$file" "$originals_dir/etc/$2"; fi ;;
      link*) keep_drifted "$2" ;;
      *) if ! same_content "$file" "$from_tree/${previous#copy"$tab"}"; then keep_drifted "$2"; fi ;;
    esac
  fi
  make_parent "$file"
  prepare_temporary "$file"
  if [ "$3" = link ]; then
    ln -s "$state_dir/current/$7" "$temporary"
  elif ! { cp "$1/$7" "$temporary" && chown "$5:$6" "$temporary" && chmod "$4" "$temporary" && sync "$temporary"; }; then
    rm -f "$temporary"
    return 1
  fi
  replace "$temporary" "$file"
}

# remove_entry TREE TARGET KIND MODE USER GROUP PATH: removes the file and restores its original
remove_entry() {
  file=/etc/$2
  if exists "$file" && ! is_own_link "$file"; then
    # The file is the original if an interrupted switch did not reach it. A foreign file in place of a link stays.
    if exists "$originals_dir/etc/$2" && same_content "$file" "$originals_dir/etc/$2"; then restore_original "$2"; return 0; fi
    if [ "$3" = link ]; then return 0; fi
    if ! same_content "$file" "$1/$7"; then keep_drifted "$2"; fi
  fi
  if exists "$originals_dir/etc/$2"; then restore_original "$2"; else
    rm -rf "$file"
    remove_empty_parents "$file"
  fi
}

# move_etc FROM-MANIFEST FROM-TREE MANIFEST TREE
move_etc() {
  removed=$(difference "$(etc_targets "$1")" "$(etc_targets "$3")")
  etc_entries "$1" | while read_etc; do
    if has_line "$removed" "$target"; then remove_entry "$2" "$target" "$kind" "$mode" "$user" "$group" "$path"; fi
  done
  etc_entries "$3" | while read_etc; do
    write_entry "$1" "$2" "$4" "$target" "$kind" "$mode" "$user" "$group" "$path"
  done
  # systemd prefers a unit file in /etc/systemd/system to the generation's, so it becomes an original.
  unit_files "$3" | while read -r name; do
    if exists "/etc/systemd/system/$name" && ! is_own_link "/etc/systemd/system/$name"; then
      keep_copy "/etc/systemd/system/$name" "$originals_dir/etc/systemd/system/$name" && rm -rf "/etc/systemd/system/$name"
    fi
  done
  difference "$(unit_files "$1")" "$(unit_files "$3")" | while read -r name; do
    if exists "$originals_dir/etc/systemd/system/$name" && ! exists "/etc/systemd/system/$name"; then restore_original "systemd/system/$name"; fi
  done
}
