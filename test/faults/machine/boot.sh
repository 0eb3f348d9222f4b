#!/bin/sh
# shellcheck disable=SC2154,SC2086,SC2013,SC2034 # the functions and variables of units.sh; names of units are words
# Boots the simulated machine: memory is empty, units are read, then troupe-boot.service runs, then everything else.
# `boot up` makes only the memory of a machine that runs.
# shellcheck source=/dev/null
. /usr/local/bin/units
mkdir -p $memory/units /run/systemd/system
echo 0 >$memory/clock
echo 0 >$memory/invocations
cp -a /mnt/kernel/. /proc/sys/
printf '%s\n' "$(od -An -tx1 -N16 /dev/urandom | tr -d ' \n' | sed 's/\(........\)\(....\)\(....\)\(....\)/\1-\2-\3-\4-/')" >/proc/sys/kernel/random/boot_id
name=$(cat /etc/hostname 2>/dev/null)
echo "${name:-localhost}" >/proc/sys/kernel/hostname
run_generators
targets="sysinit.target multi-user.target timers.target sockets.target"
# The first transaction is made of the units as they are on disk now.
for target in $targets; do
  for unit in $(wanted_by $target); do load "$unit"; if [ "$load" = loaded ]; then remember; fi; done
done
start_wanted sysinit.target
/usr/lib/systemd/systemd-sysctl /etc/sysctl.d/*.conf
systemd-tmpfiles --create 2>/dev/null || /usr/local/bin/systemd-tmpfiles --create /etc/tmpfiles.d/*.conf
for target in sockets.target timers.target multi-user.target; do start_unit $target; done
