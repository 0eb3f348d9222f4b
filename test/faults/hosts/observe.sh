#!/bin/sh
# Prints what is in effect on a host, a line for each thing: the same at each visit of a place.
cd /etc || exit
find . -printf '%p %y %m %u:%g %l\n' |
  grep -vE '^\./((passwd|group|shadow|gshadow|subuid|subgid)-? |\.pwd\.lock|ld\.so\.cache|\.updated|\.$)'
find . -type f | grep -vE '^\./((passwd|group|shadow|gshadow|subuid|subgid)-?|\.pwd\.lock|ld\.so\.cache|\.updated)$' |
  xargs sha256sum
# A user that Troupe made keeps its number, which differs with the order of the switches.
getent passwd | sed -E 's/^(demo|ann):x:[0-9]+:[0-9]+/\1:x:-:-/; s/^/passwd /'
getent group | sed -E 's/^(demo|ann):x:[0-9]+/\1:x:-/; s/^/group /'
for user in demo ann; do echo "home $(stat -c '%n %a %U' /home/$user)"; done
for unit in same changed gone new handmade; do
  state=$(systemctl show -P ActiveState $unit.service)
  if [ "$state" = active ]; then
    pid=$(systemctl show -P MainPID $unit.service)
    state="$state $(systemctl show -P FragmentPath $unit.service) $(tr '\0' ' ' </proc/"$pid"/cmdline) $([ $unit = handmade ] || cat /run/$unit)"
  fi
  echo "unit $unit $state"
done
echo "timer new $(systemctl show -P ActiveState new.timer)"
for name in ip_forward tcp_syncookies; do echo "parameter $name $(cat /proc/sys/net/ipv4/$name)"; done
echo "parameter somaxconn $(cat /proc/sys/net/core/somaxconn)"
echo "name $(uname -n)"
nft -s list ruleset | sed 's/^/firewall /'
find /etc /var/lib/troupe /run/troupe /usr/lib/systemd /usr/local/lib -name '*.new.*' -o -name '.troupe-new*' -o -name '.in.*' -o -name '.pruned.*' -o -name '*~' |
  sed 's/^/left behind /'
for record in pending unfinished left installing incoming; do
  if [ -e /var/lib/troupe/$record ]; then echo "record $record"; fi
done
for path in /run/troupe /var/lib/troupe/originals /var/lib/troupe/drifted /var/lib/troupe/agent; do
  if [ -e $path ]; then stat -c 'private %n %A' $path | grep -v -- '------$'; fi
done
systemctl list-units --all --no-legend --plain 'troupe-rollback-*' 'troupe-activate*' 'troupe-restore*' | sed 's/^/pending unit /'
systemctl list-units --failed --no-legend --plain | sed 's/^/failed unit /'
