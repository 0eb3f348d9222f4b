# The verbs `probe` and `compare`: they read the machine for a plan and change nothing.

probe() {
  require_nixos
  # shellcheck disable=SC1091 # the file is the machine's
  (. /etc/os-release && say system "${ID:-nixos}" "${VERSION_ID:--}" "${PRETTY_NAME:-NixOS}") 2>/dev/null || say system nixos - NixOS
  say systemd "$(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')"
  say processor "$(uname -m)"
  if has_nix; then say nix "$(nix --version | sed 's/.* //')"; fi
  report_state
  say booting "$(booting)" "$(system_of $profile)"
  generations | prefixed generation
  if failing=$(failing_units) && [ -n "$failing" ]; then unhealthy_units $failing | prefixed unit; fi
  record=$nixos_dir/records/$(base).json
  if [ -e "$record" ]; then say record "$(gzip -c <"$record" | base64 -w0)"; fi
  end ok
}

# compare NAME: prints how a system in the store differs from the one that a plan starts from
compare() {
  require_nixos
  require_nix
  if ! nix-store --check-validity "$store/$1" 2>/dev/null; then end refused unknown; fi
  work_dir=$(mktemp -d /run/troupe-compare.XXXXXX)
  trap 'rm -rf "$work_dir"' EXIT
  nix-store -qR "$store/$(base)" | sort >"$work_dir/before"
  nix-store -qR "$store/$1" | sort >"$work_dir/after"
  comm -23 "$work_dir/before" "$work_dir/after" | report_sizes gone
  comm -13 "$work_dir/before" "$work_dir/after" | report_sizes come
  status=0
  timeout 120 "$store/$1/bin/switch-to-configuration" dry-activate >"$work_dir/dry" 2>&1 </dev/null || status=$?
  say dry-activate "$status"
  tail -n 200 "$work_dir/dry" | prefixed dry
  end ok
}
# report_sizes WORD: prints WORD NAME BYTES for each store path on stdin
report_sizes() {
  cat >"$work_dir/paths"
  if [ ! -s "$work_dir/paths" ]; then return 0; fi
  xargs nix-store -q --size <"$work_dir/paths" >"$work_dir/sizes"
  sed "s|^$store/||" "$work_dir/paths" | paste - "$work_dir/sizes" | prefixed "$1"
}
