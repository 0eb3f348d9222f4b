# Foreign files: files below /etc that Troupe did not write and that are in the way of a manifest's entries.

# foreign_files OWN-TARGETS MANIFEST: reports foreign files; OWN-TARGETS are lines. A unit file in /etc/systemd/system
# counts, because systemd prefers it to the generation's unit of the same name.
foreign_files() {
  { etc_targets "$2"; unit_files "$2" | sed 's|^|systemd/system/|'; } | while read -r target; do
    parent=$target
    while case "$parent" in */*) true ;; *) false ;; esac; do
      parent=${parent%/*}
      if exists "/etc/$parent" && [ ! -d "/etc/$parent" ]; then report_foreign_file "$parent"; fi
    done
    if exists "/etc/$target" && ! has_line "$1" "$target" && ! is_own_link "/etc/$target"; then report_foreign_file "$target"; fi
  done
}
# report_foreign_file TARGET
report_foreign_file() {
  type=other sum=-
  if [ -L "/etc/$1" ]; then type="link"; elif [ -d "/etc/$1" ]; then type=directory; elif [ -f "/etc/$1" ]; then
    type=file sum=$(sha256sum <"/etc/$1")
    sum=${sum%% *}
  fi
  say foreign "$1" $type "$sum" "$(stat -c "%04a$tab%U$tab%G" "/etc/$1")"
}
