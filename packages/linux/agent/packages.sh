# Debian packages. The script installs missing packages and keeps their own units off; it removes no package, unless the
# plan said that apt removes it.

# shellcheck disable=SC2016 # for dpkg-query
installed_format='${db:Status-Status}\t${Package}\n${db:Status-Status}\t${Package}:${Architecture}\n'
# installed_packages NAME...: prints those of the names that are installed
installed_packages() {
  if [ $# = 0 ] || ! command -v dpkg-query >/dev/null; then return 0; fi
  dpkg-query -W -f "$installed_format" "$@" 2>/dev/null | sed -n "s/^installed$tab//p" || :
}
# find_missing_packages NAMES: sets `missing` to those of the names that are not installed
find_missing_packages() {
  missing='' installed=''
  if [ -n "$1" ] && command -v dpkg-query >/dev/null; then installed=$(dpkg-query -W -f "$installed_format" $1 2>/dev/null) || :; fi
  for name in $1; do if ! has_line "$installed" "installed$tab$name"; then missing=${missing:+$missing$newline}$name; fi; done
}
# report_packages_drift: sets `missing`
report_packages_drift() {
  select_names package $scratch.questions
  find_missing_packages "$names"
  say_lines "drift${tab}package" "$missing"
}
# available_packages NAME...: prints those of the names that apt can install
available_packages() {
  if [ $# = 0 ] || ! command -v apt-cache >/dev/null; then return 0; fi
  apt-cache show --no-all-versions -- "$@" 2>/dev/null | sed -n 's/^Package: //p' | sort -u || :
}
# unknown_packages NAME...: prints those of the names that no package has. apt would read some of them in another way: a
# trailing "+" as a mark, a virtual package as any of its providers.
unknown_packages() { difference "$(printf '%s\n' "$@")" "$(available_packages $(printf '%s\n' "$@" | sed 's/:.*//') | with_architectures "$@")"; }
# with_architectures NAME...: prints the lines of stdin, and the names NAME:ARCHITECTURE of these packages
with_architectures() {
  known=$(cat)
  printf '%s\n' "$known"
  for name; do if has_line "$known" "${name%%:*}"; then say "$name"; fi; done
}

# run_apt OPTION NAME...
run_apt() {
  option=$1
  shift
  apt-get -q -y "$option" --no-install-recommends -o APT::Get::AutomaticRemove=false -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef \
    -o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0 install -- "$@" </dev/null
}
# simulate_installation NAME...: prints the changes that the installation makes, as HOW NAME FROM TO; HOW is install,
# upgrade, remove or configure. It fails, and prints the words of apt as "log" lines, where apt finds no way.
simulate_installation() {
  if ! simulated=$(run_apt -s "$@" 2>&1); then
    printf '%s\n' "$simulated" | grep -v '^NOTE:' | tail -n 20 | prefixed log
    return 1
  fi
  printf '%s\n' "$simulated" | awk '
    function version(text) { gsub(/[][()]/, "", text); return text == "" ? "-" : text }
    function change(how, from, to) { print how "\t" $2 "\t" version(from) "\t" version(to) }
    $1 == "Inst" && $3 ~ /^\[/ { change("upgrade", $3, $4) }
    $1 == "Inst" && $3 ~ /^\(/ { change("install", "", $3) }
    $1 == "Remv" || $1 == "Purg" { change("remove", $3, "") }
    $1 == "Conf" { change("configure", "", $3) }'
}
# report_package_changes NAME...: for the probe, what the installation of these missing packages changes
report_package_changes() {
  if [ $# = 0 ]; then return 0; fi
  known=$(difference "$(printf '%s\n' "$@")" "$(unknown_packages "$@")")
  if [ -z "$known" ] || ! command -v apt-get >/dev/null; then return 0; fi
  if changes=$(simulate_installation $known); then
    printf '%s\n' "$changes" | sed -e '/^configure/d' -e '/^$/d' | prefixed package
  else
    printf '%s\n' "$changes" | sed "s/^log$tab/unresolved$tab/"
  fi
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

# install ID REMOVALS UPGRADES: the verb of troupe-install.service. REMOVALS and UPGRADES are the packages that the plan
# named, joined by commas; "-" for none, "any" for all.
install() {
  exec >>$run_dir/install 2>&1
  export DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l NEEDRESTART_SUSPEND=1
  manifest=$(manifest_of "$1")
  forbid_starts
  if [ -e $state_dir/installing ]; then
    # Packages that are installed by now are no longer those of the attempt that was cut off.
    keep_unfinished
    dpkg --configure -a 2>&1 | prefixed log || :
    turn_off_vendor_units "$manifest"
  fi
  outcome=0
  install_packages "$manifest" "$2" "$3" || outcome=$?
  allow_starts
  say installed $outcome
}
# install_packages MANIFEST REMOVALS UPGRADES: installs the missing packages. The status is 2 where apt would remove or
# upgrade another package than the plan named.
install_packages() {
  find_missing_packages "$(package_lines "$1")"
  if [ -z "$missing" ]; then return 0; fi
  updated=no
  if [ -n "$(unknown_packages $missing)" ]; then update_package_lists; updated=yes; fi
  attempt "$@" && return 0
  failure=$?
  # Lists that are not up to date name packages that the servers have no longer.
  if [ $failure = 1 ] && [ $updated = no ]; then update_package_lists; attempt "$@" && return 0; failure=$?; fi
  tail -n 20 $run_dir/apt | prefixed log
  return $failure
}
# attempt MANIFEST REMOVALS UPGRADES: for install_packages, whose variable it reads. What an attempt brings is on record
# in `installing` until the units of these packages are off.
attempt() {
  unknown=$(unknown_packages $missing)
  if [ -n "$unknown" ]; then
    printf '%s\n' "$unknown" | sed 's/^/apt knows no package /' >$run_dir/apt
    return 1
  fi
  if ! changes=$(simulate_installation $missing); then
    printf '%s\n' "$changes" | cut -f2- >$run_dir/apt
    return 1
  fi
  unplanned=$(printf '%s\n' "$changes" | while read -r how name from to; do
    case $how in remove) planned=$2 ;; upgrade) planned=$3 ;; *) continue ;; esac
    case ,$planned, in *",$name,"* | ,any,) ;; *) say unplanned "$how" "$name" "$from" "$to" ;; esac
  done)
  if [ -n "$unplanned" ]; then
    say "$unplanned"
    : >$run_dir/apt
    return 2
  fi
  option=--no-remove
  case "$newline$changes" in *"${newline}remove$tab"*) option=-y ;; esac
  brought=$(printf '%s\n' "$changes" | sed -n "s/^\(install\|configure\)$tab\([^$tab]*\).*/\2/p" | sort -u)
  difference "$brought" "$(installed_packages $brought)" | write_file $state_dir/installing 600 || return 1
  result=0
  run_apt "$option" $missing >$run_dir/apt 2>&1 || result=1
  turn_off_vendor_units "$1"
  return $result
}
update_package_lists() { apt-get -q update </dev/null >$run_dir/apt 2>&1 || tail -n 5 $run_dir/apt | prefixed log; }
# keep_unfinished: leaves packages in `installing` whose installation is not complete
keep_unfinished() {
  difference "$(cat $state_dir/installing)" "$(installed_packages $(cat $state_dir/installing))" | write_file $state_dir/installing 600
}

# turn_off_vendor_units MANIFEST: stops and disables the units of the packages in `installing`, except units that MANIFEST
# starts, and ends the attempt
turn_off_vendor_units() {
  wanted=$(started_units "$1")
  while read -r package; do
    dpkg-query -L "$package" 2>/dev/null | sed -n \
      -e 's|^\(/usr\)\{0,1\}/lib/systemd/system/\([^/]*\.\(service\|socket\|timer\|path\|target\)\)$|\2|p' \
      -e 's|^/etc/init.d/\([^/]*\)$|\1.service|p' | sort -u | while read -r unit; do
      if has_line "$wanted" "$unit"; then continue; fi
      if systemctl is-enabled "$unit" 2>/dev/null | grep -qx -e enabled -e enabled-runtime; then
        systemctl disable -q --no-reload "$unit" 2>/dev/null || :
        say off "$unit" "$package"
      fi
      # At boot, a unit that is not active may be about to start.
      case $unit in *@.*) ;; *) systemctl stop "$unit" 2>/dev/null || : ;; esac
    done
  done <$state_dir/installing | sort -u >$run_dir/off
  cat $run_dir/off
  systemctl daemon-reload
  if [ -s $run_dir/off ]; then { cat $state_dir/vendor-units 2>/dev/null || :; cut -f2- $run_dir/off; } | sort -u | write_file $state_dir/vendor-units 644; fi
  rm -f $state_dir/installing
}
# settle_installation MANIFEST: after an attempt that was cut off, before anybody else can install anything. Packages that
# are not complete stay on record, so that the next installation completes them.
settle_installation() {
  if [ ! -e $state_dir/installing ]; then return 0; fi
  attempted=$(cat $state_dir/installing)
  unfinished=$(difference "$attempted" "$(installed_packages $attempted)")
  turn_off_vendor_units "$1" >/dev/null
  if [ -n "$unfinished" ]; then printf '%s\n' "$unfinished" | write_file $state_dir/installing 600; fi
}
