# The verbs `probe` and `fetch`: they read the machine for a plan and change nothing.

# report_state: prints the generation in effect, the pending switch, the last reverted switch and the history
report_state() {
  read_current
  read_pending
  say current "$current"
  if [ -n "$pending_to" ]; then say pending "$pending_to" "$pending_from" "$pending_state" $((-$(date +%s) + pending_until)) "$pending_by"; fi
  read_history
  if [ -z "$unrecorded" ]; then report_reverted; fi
  report_left
  say_lines history "$history"
}

# report_system: prints the id, version and name of the distribution
report_system() {
  id='' version='' name=''
  if [ -r /etc/os-release ]; then
    while IFS='=' read -r key value; do
      value=${value#[\"\']} value=${value%[\"\']}
      case $key in ID) id=$value ;; VERSION_ID) version=$value ;; PRETTY_NAME) name=$value ;; esac
    done </etc/os-release
  fi
  say system "${id:-linux}" "${version:--}" "${name:-Linux}"
}

# report_systemd: prints the version of systemd. The name of its library tells it without a process, where there is one.
report_systemd() {
  systemd=''
  set +f
  for library in /usr/lib/*/systemd/libsystemd-shared-[0-9]*.so /usr/lib/systemd/libsystemd-shared-[0-9]*.so; do
    if [ -e "$library" ]; then systemd=$systemd${library##*-shared-}; fi
  done
  set -f
  case $systemd in
    [0-9]*.so*.so | '')
      systemd=$(command systemctl --version)
      systemd=${systemd#systemd } ;;
  esac
  say systemd "${systemd%%[!0-9]*}"
}

# report_lists: prints "lists" if apt has lists of packages
report_lists() {
  set +f
  for list in /var/lib/apt/lists/*_Packages*; do if [ -e "$list" ]; then say lists; break; fi; done
  set -f
}
# report_packed WORD FILE
report_packed() {
  printf '%s\t' "$1"
  gzip -c <"$2" | base64 -w0
  echo
}

# probe ID: stdin is the wanted manifest, whose id is ID ("-" for none)
probe() {
  require_system
  if make_run_dir; then scratch=$run_dir/probe.$$; else scratch=/run/troupe-probe.$$; fi
  trap 'rm -f $scratch.questions $scratch.links $scratch.firewall $scratch.wanted' EXIT
  report_system
  report_systemd
  read -r hostname </proc/sys/kernel/hostname
  say hostname "$hostname"
  if command -v apt-get >/dev/null; then say apt; fi
  report_state
  find_manifest "$current"
  current_manifest=$manifest
  if [ -e $state_dir/current ]; then
    devices=$(stat -c %d / $state_dir/)
    if [ "${devices%"$newline"*}" != "${devices#*"$newline"}" ]; then say separate-var; fi
  fi
  report_machine "$manifest"
  # A pending switch is reverted before the next one.
  base=${pending_from:-$current}
  find_manifest "$base"
  if [ "$manifest" != /dev/null ] && [ -z "$pending_to" ]; then report_drift "$manifest" "$generations_dir/$base"; fi
  if [ "$1" = - ] || { [ "$1" = "$base" ] && [ -z "$pending_to" ]; }; then
    if [ -n "${hosts_differ:-}" ]; then report_hosts_fault "$manifest" "$manifest"; fi
    if [ "$1" != - ]; then report_package_changes ${missing:-}; fi
    end ok
  fi
  if [ "$manifest" != /dev/null ]; then
    report_packed manifest "$manifest"
    if [ -e "$generations_dir/$base/provenance.json" ]; then report_packed provenance "$generations_dir/$base/provenance.json"; fi
  fi
  wanted=$scratch.wanted
  cat >"$wanted"
  if [ -e "$generations_dir/$1/manifest" ]; then say staged; fi
  report_etc_refusals "$wanted" "$manifest" "$current_manifest"
  report_hosts_fault "$manifest" "$wanted"
  # The names are those of `report_etc_refusals`.
  select_names package $scratch.questions
  find_missing_packages "$names"
  say_lines missing "$missing"
  if [ -n "$missing" ]; then available_packages $missing | prefixed available; fi
  report_package_changes $missing
  report_lists
  report_ssh_port
  report_login "$wanted"
  report_managers
  compare_accounts report "$manifest" "$wanted"
  end ok
}

# fetch ID: prints the content of files. Stdin names them as "tree PATH" or "etc TARGET"; files below /etc must be
# world-readable. Lines "timer NAME EVENT" ask for timers that missed a run.
fetch() {
  require_system
  while read -r kind path; do
    case $kind in
      timer) report_overdue "${path%%"$tab"*}" "${path#*"$tab"}"; continue ;;
      tree) file=$generations_dir/$1/$path ;;
      *) file=/etc/$path ;;
    esac
    if [ ! -f "$file" ] || [ "$(stat -L -c %s "$file")" -gt 262144 ]; then continue; fi
    if [ "$kind" = etc ]; then case $(stat -L -c %a "$file") in *[4567]) ;; *) continue ;; esac; fi
    say content "$kind" "$path" "=$(base64 -w0 <"$file")"
  done
  end ok
}
