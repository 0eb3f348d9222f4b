# Entries below /etc: their list, and how a file differs from its entry.

# etc_entries MANIFEST: prints TARGET KIND MODE USER GROUP PATH for each entry. Files for systemd-tmpfiles and
# systemd-sysctl are copied to /etc as well, because these programs read them there at boot.
etc_entries() {
  etc_lines "$1"
  sysctl_lines "$1" | while read_sysctl; do say "sysctl.d/${path##*/}" copy 0644 root root "$path"; done
  tmpfiles_lines "$1" | while read_tmpfiles; do say "tmpfiles.d/${path##*/}" copy 0644 root root "$path"; done
}
# etc_targets MANIFEST
etc_targets() { etc_entries "$1" | while read_etc; do say "$target"; done; }
# unit_files MANIFEST: prints the names of the files directly below units/: units and masks
unit_files() { file_lines "$1" | while read_file; do case $path in units/*/*) ;; units/*) say "${path#units/}" ;; esac; done; }

# is_own_link PATH: true for a link into the current generation
is_own_link() { [ -L "$1" ] && case "$(readlink "$1")" in "$state_dir/current/"*) true ;; *) false ;; esac; }
# same_content PATH PATH
same_content() {
  if [ -L "$1" ] || [ -L "$2" ]; then [ "$(readlink "$1")" = "$(readlink "$2")" ]; else [ -f "$1" ] && [ -f "$2" ] && cmp -s "$1" "$2"; fi
}

# report_etc_drift MANIFEST TREE
report_etc_drift() {
  etc_entries "$1" | while read_etc; do
    entry_drift=$(entry_difference "$2" "$target" "$kind" "$mode" "$user" "$group" "$path")
    if [ -n "$entry_drift" ]; then say drift etc "$target" "$entry_drift"; fi
  done
}
# entry_difference TREE TARGET KIND MODE USER GROUP PATH: prints how the file differs from the entry; nothing if they
# agree
entry_difference() {
  if ! exists "/etc/$2"; then
    echo missing
  elif [ "$3" = link ]; then
    # -ef is not in POSIX; dash, bash and busybox have it.
    # shellcheck disable=SC3013
    if ! { [ -L "/etc/$2" ] && [ "/etc/$2" -ef "$1/$7" ]; }; then echo replaced; fi
  elif [ -L "/etc/$2" ] || [ ! -f "/etc/$2" ]; then
    echo replaced
  elif ! cmp -s "/etc/$2" "$1/$7"; then
    echo content
  elif [ "$(stat -c "%04a$tab%U$tab%G" "/etc/$2")" != "$4$tab$5$tab$6" ]; then
    echo mode
  fi
}
