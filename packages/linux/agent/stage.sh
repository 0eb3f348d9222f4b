# The verb `stage`: receives a generation, verifies each of its files, installs missing packages.

# stage ID SOURCE REMOVALS UPGRADES [REFERENCES]: with the SOURCE "archive", stdin is the generation's tree as tar.gz. The verb
# `install` describes the others.
stage() {
  require_system
  install_agent
  migrate_before_stage
  if [ "$2" = archive ]; then receive_generation "$1"; fi
  if [ -z "${is_whole:-}" ]; then require_whole "$1"; fi
  find_missing_packages "$(sed -n "s/^package$tab//p" "$generations_dir/$1/manifest")"
  if [ -z "$missing" ] && [ ! -e $state_dir/installing ]; then end_staged "$1" "${5:-}"; fi
  say phase install
  while systemctl is-active -q troupe-install.service; do sleep 2; done
  run_in_unit install install "$1" "${3:--}" "${4:--}"
  case $(sed -n "s/^installed$tab//p" $run_dir/install) in
    0) end_staged "$1" "${5:-}" ;;
    2) end refused unplanned ;;
    '') settle_installation "$generations_dir/$1/manifest" ;;
  esac
  end refused install
}
# end_staged ID REFERENCES: ends the reply, with the faults of the generation's units. Its packages are installed.
end_staged() {
  report_unit_faults "$generations_dir/$1" "$2"
  end staged
}
# receive_generation ID: sets `is_whole` if the machine had no generation of the id, so that its files are as verified
receive_generation() {
  incoming=$generations_dir/.in.$$
  if exists "$incoming"; then rm -rf "$incoming"; fi
  mkdir "$incoming"
  trap 'rm -rf "$incoming"' EXIT
  if ! tar -xzpf - --no-same-owner -C "$incoming" 2>$run_dir/tar; then
    tail -n 3 $run_dir/tar | prefixed log
    end refused upload
  fi
  if [ ! -f "$incoming/manifest" ] || [ -L "$incoming/manifest" ] || [ -n "$(tree_faults "$incoming" "$1")" ]; then end refused tampered; fi
  sync -f "$incoming"
  if [ ! -e "$generations_dir/$1" ]; then
    mv -T "$incoming" "$generations_dir/$1"
    trap - EXIT
    is_whole=1
  else
    if ! cmp -s "$incoming/manifest" "$generations_dir/$1/manifest"; then replace "$incoming/manifest" "$generations_dir/$1/manifest"; fi
    tree_faults "$generations_dir/$1" "$1" | while read -r path; do
      if [ -e "$incoming/$path" ]; then
        mkdir -p "$(dirname "$generations_dir/$1/$path")"
        replace "$incoming/$path" "$generations_dir/$1/$path"
      else rm -f "$generations_dir/$1/$path"; fi
    done
    mv -fT "$incoming/provenance.json" "$generations_dir/$1/provenance.json" 2>/dev/null || :
  fi
  sync $generations_dir
}
