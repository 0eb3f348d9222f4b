/** Packages: what is missing is installed without anything that it ships being started. */
import { sh } from "./sh.ts";

export const packages = sh`
# installed NAME...: those of them that are
installed() {
  if [ $# = 0 ] || ! command -v dpkg-query >/dev/null; then return 0; fi
  dpkg-query -W -f '\${db:Status-Status}\t\${Package}\n\${db:Status-Status}\t\${Package}:\${Architecture}\n' "$@" 2>/dev/null | sed -n "s/^installed$T//p" || :
}
all_installed() { dpkg-query -W -f '\${db:Status-Status}\t\${Package}\n' | sed -n "s/^installed$T//p" | sort -u; }
missing() { first "$(lines package "$1")" "$(installed $(lines package "$1"))"; }
# available NAME...: those that apt knows how to install
available() {
  if [ $# = 0 ] || ! command -v apt-cache >/dev/null; then return 0; fi
  apt-cache show --no-all-versions "$@" 2>/dev/null | sed -n 's/^Package: //p' | sort -u || :
}

# While our installation runs, maintainer scripts may start nothing; if it dies, the file means nothing any more.
policy=/usr/sbin/policy-rc.d
forbid_starts() {
  if exists $policy && ! grep -q 'troupe-install' $policy; then mv -fT $policy $policy.before-troupe; fi
  {
    say '#!/bin/sh' '' | tr -d "$T"
    say '# Written by Troupe for the time of an installation: the units of packages stay off.'
    say 'if systemctl is-active -q troupe-install.service; then exit 101; fi'
    say "if [ -x $policy.before-troupe ]; then exec $policy.before-troupe \"\$@\"; fi"
    say 'exit 0'
  } | put $policy 755
}
allow_starts() {
  if exists $policy.before-troupe; then mv -fT $policy.before-troupe $policy; elif grep -qs 'troupe-install' $policy; then rm -f $policy; fi
}

# install ID: runs in a unit of its own. $X/installing holds what was installed before, also by an attempt that was interrupted.
install() {
  exec >>$R/install 2>&1
  export DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l NEEDRESTART_SUSPEND=1
  manifest=$(manifest_of "$1")
  if [ ! -e $X/installing ]; then all_installed | put $X/installing 600; else dpkg --configure -a 2>&1 | texts log || :; fi
  forbid_starts
  code=0
  apt_install $(missing "$manifest") || code=$?
  turn_off "$manifest"
  allow_starts
  if [ $code = 0 ]; then rm -f $X/installing; fi
  say installed $code
}
apt_install() {
  if [ $# = 0 ]; then return 0; fi
  if [ -n "$(first "$(printf '%s\n' "$@")" "$(available "$@")")" ]; then update_lists; fi
  if apt "$@" >$R/apt 2>&1; then return 0; fi
  update_lists
  if apt "$@" >$R/apt 2>&1; then return 0; fi
  tail -n 20 $R/apt | texts log
  return 1
}
apt() {
  apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    -o Dpkg::Use-Pty=0 install "$@" </dev/null
}
update_lists() { apt-get -q update </dev/null >$R/apt 2>&1 || tail -n 5 $R/apt | texts log; }

# turn_off MANIFEST: units of packages that were not there before are stopped and disabled, but for those MANIFEST starts
turn_off() {
  wanted=$(started_units "$1")
  first "$(all_installed)" "$(cat $X/installing)" | while read -r package; do
    dpkg-query -L "$package" 2>/dev/null | sed -n \
      -e 's|^\(/usr\)\{0,1\}/lib/systemd/system/\([^/]*\.\(service\|socket\|timer\|path\|target\)\)$|\2|p' \
      -e 's|^/etc/init.d/\([^/]*\)$|\1.service|p' | sort -u | while read -r unit; do
      if has "$wanted" "$unit"; then continue; fi
      if systemctl is-enabled "$unit" 2>/dev/null | grep -qx -e enabled -e enabled-runtime; then
        systemctl disable -q --no-reload "$unit" 2>/dev/null || :
        say off "$unit" "$package"
      fi
      if case $unit in *@.*) false ;; esac && systemctl is-active -q "$unit"; then systemctl stop "$unit" || :; fi
    done
  done | sort -u >$R/off
  cat $R/off
  systemctl daemon-reload
  if [ -s $R/off ]; then { cat $X/vendor-units 2>/dev/null || :; cut -f2- $R/off; } | sort -u | put $X/vendor-units 644; fi
}
`;
