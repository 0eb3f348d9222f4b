# The verb `stage`: receives a generation, verifies each of its files, installs missing packages.

# stage ID SOURCE: with the SOURCE "archive", stdin is the generation's tree as tar.gz
stage() {
  require_system
  install_agent
  if [ "$2" = archive ]; then receive_generation "$1"; fi
  if [ ! -e "$generations_dir/$1/manifest" ]; then end refused unknown; fi
  if [ -z "$(missing_packages "$generations_dir/$1/manifest")" ] && [ ! -e $state_dir/installing ]; then end staged; fi
  say phase install
  while systemctl is-active -q troupe-install.service; do sleep 2; done
  run_in_unit install install "$1"
  if [ "$(sed -n "s/^installed$tab//p" $run_dir/install)" = 0 ]; then end staged; fi
  end refused install
}
# receive_generation ID
receive_generation() {
  find $generations_dir -maxdepth 1 -name '.in.*' | while read -r abandoned; do if ! kill -0 "${abandoned##*.}" 2>/dev/null; then rm -rf "$abandoned"; fi; done
  incoming=$generations_dir/.in.$$
  rm -rf "$incoming"
  mkdir "$incoming"
  trap 'rm -rf "$incoming"' EXIT
  if ! tar -xzpf - --no-same-owner -C "$incoming" 2>$run_dir/tar; then
    tail -n 3 $run_dir/tar | prefixed log
    end refused upload
  fi
  if [ ! -e "$incoming/manifest" ] || [ "$(sha256sum <"$incoming/manifest" | cut -c1-32)" != "$1" ]; then end refused tampered; fi
  unexpected=$(cd "$incoming" && { find . ! -type d ! -type f; find . -type f ! -path ./manifest ! -path ./provenance.json | sed 's|^\./||' | sort; } |
    { sort; file_lines manifest | while read_file; do say "$path"; done; } | sort | uniq -u)
  if [ -n "$unexpected" ] || [ -n "$(broken_files "$incoming")" ]; then end refused tampered; fi
  touch "$incoming"
  sync -f "$incoming"
  if [ ! -e "$generations_dir/$1" ]; then mv -T "$incoming" "$generations_dir/$1"; else
    broken_files "$generations_dir/$1" | while read -r path; do
      mkdir -p "$(dirname "$generations_dir/$1/$path")"
      mv -fT "$incoming/$path" "$generations_dir/$1/$path"
    done
    mv -fT "$incoming/provenance.json" "$generations_dir/$1/provenance.json" 2>/dev/null || :
  fi
  sync $generations_dir
}
