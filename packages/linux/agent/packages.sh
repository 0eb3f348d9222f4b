# Debian packages. The script installs missing packages and keeps their own units off; it removes no package.

# installed_packages NAME...: prints those of the names that are installed
installed_packages() {
  if [ $# = 0 ] || ! command -v dpkg-query >/dev/null; then return 0; fi
  dpkg-query -W -f '${db:Status-Status}\t${Package}\n${db:Status-Status}\t${Package}:${Architecture}\n' "$@" 2>/dev/null | sed -n "s/^installed$tab//p" || :
}
all_installed_packages() { dpkg-query -W -f '${db:Status-Status}\t${Package}\n' | sed -n "s/^installed$tab//p" | sort -u; }
# missing_packages MANIFEST
missing_packages() { difference "$(package_lines "$1")" "$(installed_packages $(package_lines "$1"))"; }
# available_packages NAME...: prints those of the names that apt can install
available_packages() {
  if [ $# = 0 ] || ! command -v apt-cache >/dev/null; then return 0; fi
  apt-cache show --no-all-versions "$@" 2>/dev/null | sed -n 's/^Package: //p' | sort -u || :
}

# policy-rc.d forbids maintainer scripts to start units. The file permits everything once troupe-install.service has
# ended.
policy_file=/usr/sbin/policy-rc.d
forbid_starts() {
  if exists $policy_file && ! grep -q 'troupe-install' $policy_file; then mv -fT $policy_file $policy_file.before-troupe; fi
  {
    say '#!/bin/sh' '' | tr -d "$tab"
    say '# Written by Troupe for the time of an installation: the units of packages stay off.'
    say 'if systemctl is-active -q troupe-install.service; then exit 101; fi'
    say "if [ -x $policy_file.before-troupe ]; then exec $policy_file.before-troupe \"\$@\"; fi"
    say 'exit 0'
  } | write_file $policy_file 755
}
allow_starts() {
  if exists $policy_file.before-troupe; then mv -fT $policy_file.before-troupe $policy_file; elif grep -qs 'troupe-install' $policy_file; then rm -f $policy_file; fi
}

# install ID: the verb of troupe-install.service. `installing` has the packages from before the first attempt, until one
# succeeds.
install() {
  exec >>$run_dir/install 2>&1
  export DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l NEEDRESTART_SUSPEND=1
  manifest=$(manifest_of "$1")
  if [ ! -e $state_dir/installing ]; then all_installed_packages | write_file $state_dir/installing 600; else dpkg --configure -a 2>&1 | prefixed log || :; fi
  forbid_starts
  status=0
  install_packages $(missing_packages "$manifest") || status=$?
  turn_off_vendor_units "$manifest"
  allow_starts
  if [ $status = 0 ]; then rm -f $state_dir/installing; fi
  say installed $status
}
# install_packages NAME...
install_packages() {
  if [ $# = 0 ]; then return 0; fi
  if [ -n "$(difference "$(printf '%s\n' "$@")" "$(available_packages "$@")")" ]; then update_package_lists; fi
  if run_apt "$@" >$run_dir/apt 2>&1; then return 0; fi
  update_package_lists
  if run_apt "$@" >$run_dir/apt 2>&1; then return 0; fi
  tail -n 20 $run_dir/apt | prefixed log
  return 1
}
run_apt() {
  apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    -o Dpkg::Use-Pty=0 install "$@" </dev/null
}
update_package_lists() { apt-get -q update </dev/null >$run_dir/apt 2>&1 || tail -n 5 $run_dir/apt | prefixed log; }

# turn_off_vendor_units MANIFEST: stops and disables the units of new packages, except units that MANIFEST starts
turn_off_vendor_units() {
  wanted=$(started_units "$1")
  difference "$(all_installed_packages)" "$(cat $state_dir/installing)" | while read -r package; do
    dpkg-query -L "$package" 2>/dev/null | sed -n \
      -e 's|^\(/usr\)\{0,1\}/lib/systemd/system/\([^/]*\.\(service\|socket\|timer\|path\|target\)\)$|\2|p' \
      -e 's|^/etc/init.d/\([^/]*\)$|\1.service|p' | sort -u | while read -r unit; do
      if has_line "$wanted" "$unit"; then continue; fi
      if systemctl is-enabled "$unit" 2>/dev/null | grep -qx -e enabled -e enabled-runtime; then
        systemctl disable -q --no-reload "$unit" 2>/dev/null || :
        say off "$unit" "$package"
      fi
      if case $unit in *@.*) false ;; esac && systemctl is-active -q "$unit"; then systemctl stop "$unit" || :; fi
    done
  done | sort -u >$run_dir/off
  cat $run_dir/off
  systemctl daemon-reload
  if [ -s $run_dir/off ]; then { cat $state_dir/vendor-units 2>/dev/null || :; cut -f2- $run_dir/off; } | sort -u | write_file $state_dir/vendor-units 644; fi
}
