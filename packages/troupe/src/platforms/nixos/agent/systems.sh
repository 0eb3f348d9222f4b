# Systems of NixOS. A system has the name of its path below /nix/store; "-" is the name of none.
PATH="/run/wrappers/bin:/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin:$PATH"
store=/nix/store
profile=/nix/var/nix/profiles/system
nixos_dir=$state_dir/nixos

# system_of LINK: prints the name of the system that the link leads to
system_of() { if link=$(readlink -e "$1"); then printf '%s' "${link##*/}"; else printf -; fi; }
current() { system_of /run/current-system; }
# generation_link NUMBER: prints the link of a generation of the profile
generation_link() { printf '%s' "$profile-$1-link"; }
# generations: prints NUMBER TIME NAME for each generation of the profile
generations() {
  find "${profile%/*}" -maxdepth 1 -type l -name "${profile##*/}-*-link" | sed 's/.*-\([0-9]*\)-link$/\1/' | sort -n | while read -r number; do
    say "$number" "$(stat -c %Y "$(generation_link "$number")")" "$(system_of "$(generation_link "$number")")"
  done
}
# booting: prints the number of the generation that boots next, "-" for none
booting() { if link=$(readlink "$profile"); then link=${link%-link}; printf '%s' "${link##*-}"; else printf -; fi; }

has_nix() { command -v nix >/dev/null && command -v nix-store >/dev/null && command -v nix-env >/dev/null; }
require_nix() { if ! has_nix; then end refused nix; fi; }
require_nixos() {
  require_system
  if [ "$(current)" = - ]; then end unsupported nixos; fi
  if [ ! -x /run/current-system/bin/switch-to-configuration ]; then end unsupported switch-to-configuration; fi
}
# failing_units: prints the names of units that have failed or restart in a loop
failing_units() { systemctl list-units --all --plain --no-legend --full --state=failed,auto-restart | sed 's/ .*//' | sort -u; }
# report_log FILE: prints the last lines of the file for messages
report_log() { tail -n 25 "$1" | prefixed log; }
