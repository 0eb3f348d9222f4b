/** Entries below /etc: whose they are, putting them there, taking them away, giving back what was there before. */
import { sh } from "./sh.ts";

export const etc = sh`
# etc_entries MANIFEST: TARGET KIND MODE USER GROUP PATH; files for systemd-tmpfiles and systemd-sysctl are read at boot, too
etc_entries() {
  lines etc "$1"
  sed -n "s|^\(tmpfiles\)$T\(.*/\)\{0,1\}\([^/]*\)\$|\1.d/\3\${T}link$T-$T-$T-$T\2\3|p;s|^\(sysctl\)$T\(.*/\)\{0,1\}\([^/]*\)\$|\1.d/\3\${T}link$T-$T-$T-$T\2\3|p" "$1"
}
# names of the files directly below units/: units, and masks
unit_files() { sed -n "s/^file$T[0-9a-f]*$T[0-7]*\${T}units\/\([^/]*\)\$/\1/p" "$1"; }

links_to_us() { [ -L "$1" ] && case "$(readlink "$1")" in "$X/current/"*) true ;; *) false ;; esac; }
same() {
  if [ -L "$1" ] || [ -L "$2" ]; then [ "$(readlink "$1")" = "$(readlink "$2")" ]; else [ -f "$1" ] && [ -f "$2" ] && cmp -s "$1" "$2"; fi
}

# entry_differs TREE TARGET KIND MODE USER GROUP PATH: prints how the file differs from the entry, nothing if it does not
entry_differs() {
  if ! exists "/etc/$2"; then
    echo missing
  elif [ "$3" = link ]; then
    if ! { [ -L "/etc/$2" ] && [ "/etc/$2" -ef "$1/$7" ]; }; then echo replaced; fi
  elif [ -L "/etc/$2" ] || [ ! -f "/etc/$2" ]; then
    echo replaced
  elif ! cmp -s "/etc/$2" "$1/$7"; then
    echo content
  elif [ "$(stat -c "%04a$T%U$T%G" "/etc/$2")" != "$4$T$5$T$6" ]; then
    echo mode
  fi
}

# foreign OURS WANTED: what stands where manifest WANTED has entries and is not of Troupe, whose targets are the lines of OURS.
# A file in /etc/systemd/system would win over a unit of ours, so it counts too.
foreign() {
  { etc_entries "$2" | cut -f1; unit_files "$2" | sed 's|^|systemd/system/|'; } | while read -r target; do
    above=$target
    while case "$above" in */*) true ;; *) false ;; esac; do
      above=\${above%/*}
      if exists "/etc/$above" && [ ! -d "/etc/$above" ]; then describe_foreign "$above"; fi
    done
    if exists "/etc/$target" && ! has "$1" "$target" && ! links_to_us "/etc/$target"; then describe_foreign "$target"; fi
  done
}
describe_foreign() {
  type=other sum=-
  if [ -L "/etc/$1" ]; then type="link"; elif [ -d "/etc/$1" ]; then type=directory; elif [ -f "/etc/$1" ]; then
    type=file sum=$(sha256sum <"/etc/$1")
    sum=\${sum%% *}
  fi
  say foreign "$1" $type "$sum" "$(stat -c "%04a$T%U$T%G" "/etc/$1")"
}

# make_parent PATH: remembers the directories it makes
make_parent() {
  if [ ! -d "\${1%/*}" ]; then
    make_parent "\${1%/*}"
    mkdir -m 755 "\${1%/*}"
    say "\${1%/*}" >>$X/directories
  fi
}
# drop_parents PATH: removes those that are empty now
drop_parents() {
  parent=\${1%/*}
  while [ -e $X/directories ] && grep -qxF -e "$parent" $X/directories && rmdir "$parent" 2>/dev/null; do parent=\${parent%/*}; done
}

# keep PATH PLACE: a copy of what stands at PATH, so that nothing that Troupe did not write is ever lost
keep() {
  mkdir -p "\${2%/*}"
  rm -rf "$2.new"
  cp -aT "$1" "$2.new"
  sync -f "\${2%/*}"
  mv --backup=numbered -T "$2.new" "$2"
}
keep_drifted() {
  say drifted "$1"
  keep "/etc/$1" "$X/drifted/etc/$1"
}
# replace TEMPORARY PATH: a rename, also where a directory stands
replace() {
  if [ -d "$2" ] && [ ! -L "$2" ]; then rm -rf "$2"; fi
  mv -fT "$1" "$2"
}
temporary_for() { temporary=\${1%/*}/.troupe-new; rm -rf "$temporary"; }

# enter FROM-MANIFEST FROM-TREE TREE TARGET KIND MODE USER GROUP PATH: makes the file what the entry says
enter() {
  from=$1 from_tree=$2
  shift 2
  if [ -z "$(entry_differs "$@")" ]; then return 0; fi
  at=/etc/$2
  if exists "$at" && ! links_to_us "$at"; then
    was=$(etc_entries "$from" | while read -r target kind mode user group path; do if [ "$target" = "$2" ]; then say "$kind" "$path"; fi; done)
    case $was in
      '') if ! exists "$O/etc/$2"; then keep "$at" "$O/etc/$2"; fi ;;
      link*) keep_drifted "$2" ;;
      *) if ! same "$at" "$from_tree/\${was#copy"$T"}"; then keep_drifted "$2"; fi ;;
    esac
  fi
  make_parent "$at"
  temporary_for "$at"
  if [ "$3" = link ]; then
    ln -s "$X/current/$7" "$temporary"
  else
    cp "$1/$7" "$temporary"
    chown "$5:$6" "$temporary"
    chmod "$4" "$temporary"
    sync "$temporary"
  fi
  replace "$temporary" "$at"
}

# leave TREE TARGET KIND MODE USER GROUP PATH: takes the entry away and gives back what it replaced
leave() {
  at=/etc/$2
  if exists "$at" && ! links_to_us "$at"; then
    # An interrupted switch never reached it, or somebody put a file of their own in place of the link: it stays.
    if exists "$O/etc/$2" && same "$at" "$O/etc/$2"; then rm -rf "$O/etc/$2"; return 0; fi
    if [ "$3" = link ]; then return 0; fi
    if ! same "$at" "$1/$7"; then keep_drifted "$2"; fi
  fi
  if exists "$O/etc/$2"; then restore "$2"; else
    rm -rf "$at"
    drop_parents "$at"
  fi
}
restore() {
  make_parent "/etc/$1"
  temporary_for "/etc/$1"
  cp -aT "$O/etc/$1" "$temporary"
  sync -f "/etc/\${1%/*}" 2>/dev/null || sync -f /etc
  replace "$temporary" "/etc/$1"
  rm -rf "$O/etc/$1"
}

# move_etc FROM-MANIFEST FROM-TREE MANIFEST TREE
move_etc() {
  gone=$(first "$(etc_entries "$1" | cut -f1)" "$(etc_entries "$3" | cut -f1)")
  etc_entries "$1" | while read -r target kind mode user group path; do
    if has "$gone" "$target"; then leave "$2" "$target" "$kind" "$mode" "$user" "$group" "$path"; fi
  done
  etc_entries "$3" | while read -r target kind mode user group path; do
    enter "$1" "$2" "$4" "$target" "$kind" "$mode" "$user" "$group" "$path"
  done
  # A unit of the same name in /etc/systemd/system would win over ours: it is kept aside.
  unit_files "$3" | while read -r name; do
    if exists "/etc/systemd/system/$name" && ! links_to_us "/etc/systemd/system/$name"; then
      keep "/etc/systemd/system/$name" "$O/etc/systemd/system/$name"
      rm -rf "/etc/systemd/system/$name"
    fi
  done
  first "$(unit_files "$1")" "$(unit_files "$3")" | while read -r name; do
    if exists "$O/etc/systemd/system/$name" && ! exists "/etc/systemd/system/$name"; then restore "systemd/system/$name"; fi
  done
}

# set_hostname FROM TO
set_hostname() {
  name=$(lines hostname "$2")
  if [ -n "$name" ]; then
    if [ -z "$(lines hostname "$1")" ] && [ -e /etc/hostname ] && ! exists $O/hostname; then keep /etc/hostname $O/hostname; fi
    if [ "$(cat /etc/hostname 2>/dev/null)" != "$name" ]; then say "$name" | put /etc/hostname 644; fi
  elif [ -n "$(lines hostname "$1")" ]; then
    if [ -e $O/hostname ]; then
      cp -aT $O/hostname /etc/hostname.new
      sync /etc/hostname.new
      mv -fT /etc/hostname.new /etc/hostname
    else rm -f /etc/hostname; fi
    rm -f $O/hostname
    name=$(cat /etc/hostname 2>/dev/null || :)
  fi
  if [ -n "$name" ] && [ "$(uname -n)" != "$name" ]; then hostname "$name" 2>/dev/null || hostnamectl set-hostname "$name"; fi
}

# the lines between Troupe's markers in /etc/hosts
hosts_block() {
  if grep -qsx '# troupe end' /etc/hosts; then sed -n '/^# troupe begin$/,/^# troupe end$/{/^# troupe /!p;}' /etc/hosts; fi
}
hosts_wanted() { lines host "$1" | tr "$T" ' '; }
set_hosts() {
  block=$(hosts_wanted "$1")
  if [ "$block" = "$(hosts_block)" ]; then return 0; fi
  if [ ! -e /etc/hosts ]; then : >/etc/hosts; fi
  {
    if grep -qx '# troupe end' /etc/hosts; then sed '/^# troupe begin$/,/^# troupe end$/d' /etc/hosts; else cat /etc/hosts; fi
    if [ -n "$block" ]; then printf '# troupe begin\n%s\n# troupe end\n' "$block"; fi
  } | put /etc/hosts "$(stat -c %a /etc/hosts)"
}
`;
