/** Reading: what runs on a NixOS machine, what it boots, and which generations it keeps. Changes nothing. */
import { sh } from "@troupe/linux";

export const look = sh`
PATH="/run/wrappers/bin:/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin:$PATH"
S=/nix/store
P=/nix/var/nix/profiles/system
N=$X/nixos

# Systems go by their names in the store.
# called LINK: the name of what it leads to, "-" for nothing
called() { if l=$(readlink -e "$1"); then printf '%s' "\${l##*/}"; else printf -; fi; }
current() { called /run/current-system; }
# generation NUMBER: the link of the profile
generation() { printf '%s' "$P-$1-link"; }
# generations: NUMBER TIME NAME for each that the profile keeps
generations() {
  find "\${P%/*}" -maxdepth 1 -type l -name "\${P##*/}-*-link" | sed 's/.*-\([0-9]*\)-link$/\1/' | sort -n | while read -r number; do
    say "$number" "$(stat -c %Y "$(generation "$number")")" "$(called "$(generation "$number")")"
  done
}
# booting: the number of the generation that boots next, "-" for none
booting() { if l=$(readlink "$P"); then l=\${l%-link}; printf '%s' "\${l##*-}"; else printf -; fi; }

has_nix() { command -v nix >/dev/null && command -v nix-store >/dev/null && command -v nix-env >/dev/null; }
with_nix() { if ! has_nix; then end refused nix; fi; }
nixos_lines() {
  system_lines
  if [ "$(current)" = - ]; then end unsupported nixos; fi
  if [ ! -x /run/current-system/bin/switch-to-configuration ]; then end unsupported switch-to-configuration; fi
}

# A switch is over when the machine restarts: what boots is what was confirmed.
restarted() { [ -e $X/pending ] && [ "$(pending boot)" != "$(boot_id)" ]; }
committed() { [ "$(pending state)" = commit ] && [ "$(pending to)" = "$(current)" ]; }
restart_reverted() { say "$(pending asked)" "$(pending to)" "$(pending from)" "the machine restarted before it was confirmed"; }
base() { if [ -e $X/pending ] && ! restarted; then pending from; else current; fi; }
state_lines() {
  say current "$(current)"
  if restarted; then
    if ! committed; then restart_reverted | texts reverted; fi
  elif [ -e $X/pending ]; then
    say pending "$(pending to)" "$(pending from)" "$(pending state)" $(($(pending until) - $(now))) "$(pending by)"
  elif [ -e $X/reverted ]; then
    texts reverted <$X/reverted
  fi
  if [ -e $X/history ]; then texts history <$X/history; fi
}
# failing: units that have failed, or do so over and over
failing() { systemctl list-units --all --plain --no-legend --full --state=failed,auto-restart | sed 's/ .*//' | sort -u; }

probe() {
  nixos_lines
  (. /etc/os-release && say system "\${ID:-nixos}" "\${VERSION_ID:--}" "\${PRETTY_NAME:-NixOS}") 2>/dev/null || say system nixos - NixOS
  say systemd "$(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')"
  say processor "$(uname -m)"
  if has_nix; then say nix "$(nix --version | sed 's/.* //')"; fi
  state_lines
  say booting "$(booting)" "$(called $P)"
  generations | texts generation
  if failing=$(failing) && [ -n "$failing" ]; then troubled $failing | texts unit; fi
  record=$N/records/$(base).json
  if [ -e "$record" ]; then say record "$(gzip -c <"$record" | base64 -w0)"; fi
  end ok
}

# compare NAME: what another system, which is in the store already, differs in from the one that a plan starts from
compare() {
  nixos_lines
  with_nix
  if ! nix-store --check-validity "$S/$1" 2>/dev/null; then end refused unknown; fi
  work=$(mktemp -d /run/troupe-compare.XXXXXX)
  trap 'rm -rf "$work"' EXIT
  nix-store -qR "$S/$(base)" | sort >"$work/before"
  nix-store -qR "$S/$1" | sort >"$work/after"
  comm -23 "$work/before" "$work/after" | sized gone
  comm -13 "$work/before" "$work/after" | sized come
  status=0
  timeout 120 "$S/$1/bin/switch-to-configuration" dry-activate >"$work/dry" 2>&1 </dev/null || status=$?
  say dry-activate "$status"
  tail -n 200 "$work/dry" | texts dry
  end ok
}
# sized WORD: WORD NAME BYTES for the paths on stdin
sized() {
  cat >"$work/paths"
  if [ ! -s "$work/paths" ]; then return 0; fi
  xargs nix-store -q --size <"$work/paths" >"$work/sizes"
  sed "s|^$S/||" "$work/paths" | paste - "$work/sizes" | texts "$1"
}
`;
