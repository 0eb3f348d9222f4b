# The verbs `lock_inputs`, `build`, `lacks`, `import` and `stage`: they bring a system into the store. The running system stays.

# add_root LINK NAME: makes the link a root of the garbage collector
add_root() {
  mkdir -p $nixos_dir
  nix-store --add-root "$nixos_dir/$1" --indirect -r "$store/$2" >/dev/null
}

# receive_flake: makes a folder with the flake, which stdin has as tar.gz
receive_flake() {
  require_nixos
  require_nix
  mkdir -p $nixos_dir
  work_dir=$(mktemp -d $nixos_dir/flake.XXXXXX)
  trap 'rm -rf "$work_dir"' EXIT
  mkdir "$work_dir/flake"
  if ! tar -xzf - --no-same-owner -C "$work_dir/flake" 2>"$work_dir/log"; then
    report_log "$work_dir/log"
    end failed upload
  fi
}

# lock_inputs: prints the lock of the flake on stdin
lock_inputs() {
  receive_flake
  if ! nix --extra-experimental-features 'nix-command flakes' flake lock "path:$work_dir/flake" >"$work_dir/log" 2>&1 </dev/null; then
    report_log "$work_dir/log"
    end failed lock
  fi
  if [ -e "$work_dir/flake/flake.lock" ]; then say lock "$(gzip -c <"$work_dir/flake/flake.lock" | base64 -w0)"; fi
  end locked
}

# build MACHINE: stdin is the flake as tar.gz. The lock of the flake stays as it is.
build() {
  receive_flake
  if ! nix --extra-experimental-features 'nix-command flakes' build --no-update-lock-file --out-link $nixos_dir/planned \
    "path:$work_dir/flake#nixosConfigurations.\"$1\".config.system.build.toplevel" >"$work_dir/log" 2>&1 </dev/null; then
    report_log "$work_dir/log"
    end failed build
  fi
  end built "$(system_of $nixos_dir/planned)"
}

# lacks: prints the store paths on stdin that the store does not have
lacks() {
  require_nixos
  require_nix
  xargs -r nix-store --check-validity --print-invalid | prefixed lacks
  end ok
}

# import NAME: stdin is the output of nix-store --export, compressed with gzip
import() {
  require_nixos
  require_nix
  work_dir=$(mktemp -d /run/troupe-import.XXXXXX)
  trap 'rm -rf "$work_dir"' EXIT
  if ! gzip -dc 2>"$work_dir/gzip" | nix-store --import >/dev/null 2>"$work_dir/log" || ! add_root planned "$1" 2>>"$work_dir/log"; then
    report_log "$work_dir/log"
    end failed
  fi
  end imported
}

# stage NAME: stdin may have the record of the system's provenance
stage() {
  require_nixos
  require_nix
  install_agent
  migrate_before_stage
  mkdir -p $nixos_dir/records
  if ! nix-store --check-validity "$store/$1" 2>/dev/null; then end refused unknown; fi
  add_root staged "$1"
  record=$(cat)
  if [ -n "$record" ]; then printf '%s\n' "$record" | write_file "$nixos_dir/records/$1.json" 600; fi
  end staged
}
