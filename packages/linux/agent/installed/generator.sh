#!/bin/sh
# Written by Troupe. A systemd generator: links the units of /var/lib/troupe/current, and what wants them, into the
# generator directory.
state_dir=/var/lib/troupe
tree=$state_dir/current
from=
if [ -e $state_dir/pending ]; then
  read -r boot </proc/sys/kernel/random/boot_id
  # The machine restarted before the switch was confirmed: the units of the generation from before start.
  if ! grep -q "$boot" $state_dir/pending; then
    from=$(sed -n 's/^from	//p' $state_dir/pending)
    tree=$state_dir/generations/$from
  fi
fi
[ -d "$tree/units" ] || exit 0
ln -sf -t "$1" "$tree"/units/*
if [ -n "$from" ]; then
  # Until troupe-boot.service has ended, `current` may lead to the other generation.
  grep -l "^[^#]*$state_dir/current/" "$tree"/units/* | while read -r unit; do
    mkdir -p "$1/${unit##*/}.d"
    printf '[Unit]\nAfter=troupe-boot.service\n' >"$1/${unit##*/}.d/50-troupe.conf"
  done
fi
sed -n 's/^wants	//p' "$tree/manifest" | while IFS='	' read -r target unit kind; do
  [ -d "$1/$target.$kind" ] || mkdir "$1/$target.$kind"
  ln -sf "../$unit" "$1/$target.$kind/$unit"
done
