/** What every verb of the agent uses: the reply's lines, files written whole or not at all, the lock, the state it keeps. */
import { sh } from "./sh.ts";

export const prelude = sh`
# Troupe's agent: POSIX sh, coreutils, systemd. Sent with every request; the copy in /var/lib/troupe is for timers and boot.
# Replies are lines of tab-separated fields; the last one begins with "end".
set -euf
if [ -n "\${TROUPE_GO_ON:-}" ]; then set +e; fi
export LC_ALL=C PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
umask 022
T=$(printf '\t')
NL='
'
IFS=$T$NL
X=/var/lib/troupe
G=$X/generations
O=$X/originals
R=/run/troupe

say() { printf '%s\n' "$*"; }
end() { say end "$@"; exit 0; }
now() { date +%s; }
boot_id() { cat /proc/sys/kernel/random/boot_id; }

# lines WORD MANIFEST: the fields after the word
lines() { sed -n "s/^$1$T//p" "$2"; }
# texts WORD: stdin as reply lines
texts() { sed "s/^/$1$T/"; }
# has LIST ITEM: LIST has one item a line
has() { case "$NL$1$NL" in *"$NL$2$NL"*) return 0 ;; esac; return 1; }
# first A B: the lines of text A that are not in text B
first() { { printf '%s\n' "$1" | sort -u; printf '%s\n' "$2" | sort -u | sed p; } | sort | uniq -u | sed '/^$/d'; }
exists() { [ -e "$1" ] || [ -L "$1" ]; }

# put FILE MODE: stdin becomes the file, whole or not at all
put() {
  cat >"$1.new.$$"
  chmod "$2" "$1.new.$$"
  sync "$1.new.$$"
  mv -fT "$1.new.$$" "$1"
}

# the id of the generation that is switched to, "-" for none
current() {
  if l=$(readlink $X/current); then printf '%s' "\${l##*/}"; else printf -; fi
}
manifest_of() {
  if [ -e "$G/$1/manifest" ]; then printf '%s' "$G/$1/manifest"; else printf /dev/null; fi
}
point() {
  if [ "$1" = - ]; then rm -f $X/current; else
    ln -s "generations/$1" $X/current.new.$$
    mv -fT $X/current.new.$$ $X/current
  fi
}

# pending: a switch that nobody has confirmed yet, one "KEY VALUE" a line
pending() { if [ -e $X/pending ]; then lines "$1" $X/pending; fi; }

# Held for moments only, never while data arrives: a cut connection keeps its processes, and their locks, for hours.
lock() {
  mkdir -p $G $R
  exec 9>>$X/lock
  flock -w "\${1:-20}" 9 || end busy lock 5
}
unlock() { exec 9>&-; }

# in_unit NAME COMMAND...: runs it as a unit of its own, which the end of this session cannot kill, and shows what it writes to
# the file of that name
in_unit() {
  unit=$1
  shift
  rm -f "$R/$unit"
  : >"$R/$unit"
  systemd-run -q --wait --collect --unit="troupe-$unit" sh $X/agent "$@" 9>&- &
  tail -n +1 -f -s 0.1 --pid=$! "$R/$unit" 2>/dev/null || :
  wait $! || :
}

install_agent() {
  mkdir -p $G $R
  chmod 700 $R
  if [ -n "\${TROUPE:-}" ]; then printf '%s\n' "$TROUPE" | put $X/agent 700; fi
}
`;
