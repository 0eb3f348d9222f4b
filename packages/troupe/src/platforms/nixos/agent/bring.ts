/** Bringing a system into the machine's store: built there, or sent there. What runs stays as it is. */
import { sh } from "@troupe/linux";

export const bring = sh`
# keep_from_collection LINK NAME: a root of the garbage collector
keep_from_collection() {
  mkdir -p $N
  nix-store --add-root "$N/$1" --indirect -r "$S/$2" >/dev/null
}
# last_lines FILE: for messages
last_lines() { tail -n 25 "$1" | texts log; }

# build MACHINE: the flake comes on stdin as tar.gz
build() {
  nixos_lines
  with_nix
  mkdir -p $N
  work=$(mktemp -d $N/flake.XXXXXX)
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/flake"
  if ! tar -xzf - --no-same-owner -C "$work/flake" 2>"$work/log"; then
    last_lines "$work/log"
    end failed upload
  fi
  before=$(cat "$work/flake/flake.lock" 2>/dev/null || :)
  if ! nix --extra-experimental-features 'nix-command flakes' build --out-link $N/planned \
    "path:$work/flake#nixosConfigurations.\"$1\".config.system.build.toplevel" >"$work/log" 2>&1 </dev/null; then
    last_lines "$work/log"
    end failed build
  fi
  if [ "$(cat "$work/flake/flake.lock" 2>/dev/null || :)" != "$before" ]; then say lock "$(gzip -c <"$work/flake/flake.lock" | base64 -w0)"; fi
  end built "$(called $N/planned)"
}

# lacks: paths come on stdin; those that are not in the store
lacks() {
  nixos_lines
  with_nix
  xargs -r nix-store --check-validity --print-invalid | texts lacks
  end ok
}

# import NAME: what nix-store --export says comes on stdin, packed with gzip
import() {
  nixos_lines
  with_nix
  work=$(mktemp -d /run/troupe-import.XXXXXX)
  trap 'rm -rf "$work"' EXIT
  if ! gzip -dc 2>"$work/gzip" | nix-store --import >/dev/null 2>"$work/log" || ! keep_from_collection planned "$1" 2>>"$work/log"; then
    last_lines "$work/log"
    end failed
  fi
  end imported
}

# stage NAME: a record of where it comes from may come on stdin
stage() {
  nixos_lines
  with_nix
  install_agent
  mkdir -p $N/records
  if ! nix-store --check-validity "$S/$1" 2>/dev/null; then end refused unknown; fi
  keep_from_collection staged "$1"
  record=$(cat)
  if [ -n "$record" ]; then printf '%s\n' "$record" | put "$N/records/$1.json" 600; fi
  end staged
}
`;
