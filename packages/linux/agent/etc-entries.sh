# Entries below /etc: their list, and how a file differs from its entry.

# etc_entries MANIFEST: prints TARGET KIND MODE USER GROUP PATH for each entry. Files for systemd-tmpfiles and systemd-sysctl
# become links below /etc as well, because these programs read them there at boot.
etc_entries() {
  lines etc "$1"
  sed -n "s|^\(tmpfiles\)$tab\(.*/\)\{0,1\}\([^/]*\)\$|\1.d/\3${tab}link$tab-$tab-$tab-$tab\2\3|p;s|^\(sysctl\)$tab\(.*/\)\{0,1\}\([^/]*\)\$|\1.d/\3${tab}link$tab-$tab-$tab-$tab\2\3|p" "$1"
}
# unit_files MANIFEST: prints the names of the files directly below units/: units and masks
unit_files() { sed -n "s/^file${tab}[0-9a-f]*${tab}[0-7]*${tab}units\/\([^/]*\)\$/\1/p" "$1"; }

# is_own_link PATH: true for a link into the current generation
is_own_link() { [ -L "$1" ] && case "$(readlink "$1")" in "$state_dir/current/"*) true ;; *) false ;; esac; }
# same_content PATH PATH
same_content() {
  if [ -L "$1" ] || [ -L "$2" ]; then [ "$(readlink "$1")" = "$(readlink "$2")" ]; else [ -f "$1" ] && [ -f "$2" ] && cmp -s "$1" "$2"; fi
}

# entry_difference TREE TARGET KIND MODE USER GROUP PATH: prints how the file differs from the entry; nothing if they agree
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
