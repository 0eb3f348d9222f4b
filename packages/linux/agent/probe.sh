# The verbs `probe` and `fetch`: they read the machine for a plan and change nothing.

# report_state: prints the generation in effect, the pending switch, the last reverted switch and the history
report_state() {
  say current "$(current)"
  if [ -e $state_dir/pending ]; then
    say pending "$(pending to)" "$(pending from)" "$(pending state)" $(($(pending until) - $(now))) "$(pending by)"
  fi
  if recorded; then report_reverted; fi
  report_left
  report_history | prefixed history
}
# base: prints the generation that a plan starts from. A pending switch is reverted before the next one.
base() { if [ -e $state_dir/pending ]; then pending from; else current; fi; }

# probe ID: stdin is the wanted manifest, whose id is ID ("-" for none)
probe() {
  require_system
  # shellcheck disable=SC1091 # the file is the machine's
  (. /etc/os-release && say system "${ID:-linux}" "${VERSION_ID:--}" "${PRETTY_NAME:-Linux}") 2>/dev/null || say system linux - Linux
  say systemd "$(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')"
  say hostname "$(uname -n)"
  if command -v apt-get >/dev/null; then say apt; fi
  if [ ! -e $state_dir/current ] || [ "$(stat -c %d /)" = "$(stat -c %d $state_dir/)" ]; then :; else say separate-var; fi
  report_state
  report_machine "$(manifest_of "$(current)")"
  base=$(base)
  manifest=$(manifest_of "$base")
  if [ "$manifest" != /dev/null ] && [ ! -e $state_dir/pending ]; then report_drift "$manifest" "$generations_dir/$base"; fi
  if [ "$1" = - ] || { [ "$1" = "$base" ] && [ ! -e $state_dir/pending ]; }; then
    if [ -n "${hosts_differ:-}" ]; then report_hosts_fault "$manifest" "$manifest"; fi
    if [ "$1" != - ]; then report_package_changes ${missing:-}; fi
    end ok
  fi
  if [ "$manifest" != /dev/null ]; then
    say manifest "$(gzip -c <"$manifest" | base64 -w0)"
    if [ -e "$generations_dir/$base/provenance.json" ]; then say provenance "$(gzip -c <"$generations_dir/$base/provenance.json" | base64 -w0)"; fi
  fi
  wanted=$(mktemp /run/troupe-probe.XXXXXX)
  trap 'rm -f "$wanted"' EXIT
  cat >"$wanted"
  if [ -e "$generations_dir/$1/manifest" ]; then say staged; fi
  report_etc_refusals "$wanted" "$manifest" "$(manifest_of "$(current)")"
  report_hosts_fault "$manifest" "$wanted"
  missing=$(missing_packages "$wanted")
  printf '%s\n' "$missing" | sed '/^$/d' | prefixed missing
  available_packages $missing | prefixed available
  report_package_changes $missing
  if [ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' 2>/dev/null | head -n 1)" ]; then say lists; fi
  report_ssh_port
  compare_accounts report "$manifest" "$wanted"
  end ok
}

# fetch ID: prints the content of files. Stdin names them as "tree PATH" or "etc TARGET"; files below /etc must be
# world-readable.
fetch() {
  require_system
  while read -r kind path; do
    case $kind in tree) file=$generations_dir/$1/$path ;; *) file=/etc/$path ;; esac
    if [ ! -f "$file" ] || [ "$(stat -L -c %s "$file")" -gt 262144 ]; then continue; fi
    if [ "$kind" = etc ]; then case $(stat -L -c %a "$file") in *[4567]) ;; *) continue ;; esac; fi
    say content "$kind" "$path" "=$(base64 -w0 <"$file")"
  done
  end ok
}
