/** Reading: everything that a plan has to know, in one reply; contents of files for its diffs. Changes nothing. */
import { sh } from "./sh.ts";

export const look = sh`
# state_lines: which generation is in effect, and which one is not confirmed yet
state_lines() {
  say current "$(current)"
  if [ -e $X/pending ]; then
    say pending "$(pending to)" "$(pending from)" "$(pending state)" $(($(pending until) - $(now))) "$(pending by)"
  fi
  if [ -e $X/reverted ]; then texts reverted <$X/reverted; fi
  if [ -e $X/history ]; then texts history <$X/history; fi
}
# base: the generation that a plan starts from; an unconfirmed one goes away before anything else happens
base() { if [ -e $X/pending ]; then pending from; else current; fi; }

# tree_broken TREE: its files that are not what its manifest says
tree_broken() {
  cd "$1"
  sed -n "s/^file$T\([0-9a-f]*\)$T[0-7]*$T/\1  /p" manifest | sha256sum --quiet -c - 2>/dev/null |
    sed -n -e '/^\\/{s/^\\//;s/\\\\/\\/g;}' -e 's/: FAILED\( open or read\)\{0,1\}$//p'
  cd /
}

# drift_lines MANIFEST ID: what does not stand as that generation left it
drift_lines() {
  tree_broken "$G/$2" | texts "drift\${T}tree"
  etc_entries "$1" | while read -r target kind mode user group path; do
    how=$(entry_differs "$G/$2" "$target" "$kind" "$mode" "$user" "$group" "$path")
    if [ -n "$how" ]; then say drift etc "$target" "$how"; fi
  done
  if [ "$(hosts_wanted "$1")" != "$(hosts_block)" ]; then say drift hosts; fi
  name=$(lines hostname "$1")
  if [ -n "$name" ] && [ "$(uname -n)" != "$name" ]; then say drift hostname "$(uname -n)"; fi
  troubled $(started_units "$1") | texts unit
  missing "$1" | texts "drift\${T}package"
}

# probe ID: the manifest that is wanted (of that id, "-" for none) comes on stdin
probe() {
  system_lines
  (. /etc/os-release && say system "\${ID:-linux}" "\${VERSION_ID:--}" "\${PRETTY_NAME:-Linux}") 2>/dev/null || say system linux - Linux
  say systemd "$(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')"
  say hostname "$(uname -n)"
  if command -v apt-get >/dev/null; then say apt; fi
  if [ ! -e $X/current ] || [ "$(stat -c %d /)" = "$(stat -c %d $X/)" ]; then :; else say separate-var; fi
  state_lines
  base=$(base)
  manifest=$(manifest_of "$base")
  if [ "$manifest" != /dev/null ] && [ ! -e $X/pending ]; then drift_lines "$manifest" "$base"; fi
  if [ "$1" = - ] || { [ "$1" = "$base" ] && [ ! -e $X/pending ]; }; then end ok; fi
  if [ "$manifest" != /dev/null ]; then
    say manifest "$(gzip -c <"$manifest" | base64 -w0)"
    if [ -e "$G/$base/provenance.json" ]; then say provenance "$(gzip -c <"$G/$base/provenance.json" | base64 -w0)"; fi
  fi
  wanted=$(mktemp /run/troupe-probe.XXXXXX)
  trap 'rm -f "$wanted"' EXIT
  cat >"$wanted"
  if [ -e "$G/$1/manifest" ]; then say staged; fi
  foreign "$(etc_entries "$manifest" | cut -f1; etc_entries "$(manifest_of "$(current)")" | cut -f1)" "$wanted"
  absent=$(missing "$wanted")
  printf '%s\n' "$absent" | sed '/^$/d' | texts missing
  available $absent | texts available
  if [ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' 2>/dev/null | head -n 1)" ]; then say lists; fi
  getent passwd root $(lines user "$wanted" | cut -f1) 2>/dev/null | texts passwd || :
  getent group root $(lines group "$wanted" | cut -f1) $(lines user "$wanted" | cut -f3) \
    $(lines user "$wanted" | cut -f7 | tr , '\n' | grep -vx -e -) 2>/dev/null | sort -u | texts group || :
  end ok
}

# fetch ID: contents of files, named on stdin as "tree PATH" or "etc TARGET"; those of /etc only if everybody may read them
fetch() {
  system_lines
  while read -r kind path; do
    case $kind in tree) file=$G/$1/$path ;; *) file=/etc/$path ;; esac
    if [ ! -f "$file" ] || [ "$(stat -L -c %s "$file")" -gt 262144 ]; then continue; fi
    if [ "$kind" = etc ]; then case $(stat -L -c %a "$file") in *[4567]) ;; *) continue ;; esac; fi
    say content "$kind" "$path" "=$(base64 -w0 <"$file")"
  done
  end ok
}
`;
