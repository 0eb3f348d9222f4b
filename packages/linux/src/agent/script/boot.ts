/** The two files that the agent lays down outside /var/lib/troupe: the generator, and the unit that looks after a restart. */
import { sh } from "./sh.ts";

export const bootFiles = sh`
generator() {
  cat <<'END'
#!/bin/sh
# Written by Troupe. The units of /var/lib/troupe/current, and what wants them, are this machine's; nothing else keeps a list.
x=/var/lib/troupe
tree=$x/current
if [ -e $x/pending ]; then
  read -r boot </proc/sys/kernel/random/boot_id
  # The machine restarted before anybody confirmed the switch: what ran before it starts.
  if ! grep -q "$boot" $x/pending; then tree=$x/generations/$(sed -n 's/^from	//p' $x/pending); fi
fi
[ -d "$tree/units" ] || exit 0
ln -sf -t "$1" "$tree"/units/*
sed -n 's/^wants	//p' "$tree/manifest" | while IFS='	' read -r target unit kind; do
  [ -d "$1/$target.$kind" ] || mkdir "$1/$target.$kind"
  ln -sf "../$unit" "$1/$target.$kind/$unit"
done
END
}
boot_unit() {
  cat <<'END'
# Written by Troupe.
[Unit]
Description=Troupe: leave a generation that was not confirmed before the machine restarted
DefaultDependencies=no
RequiresMountsFor=/var/lib/troupe
After=local-fs.target
Before=sysinit.target systemd-tmpfiles-setup.service systemd-sysctl.service shutdown.target
Conflicts=shutdown.target
ConditionPathExists=/var/lib/troupe/agent

[Service]
Type=oneshot
ExecStart=/bin/sh /var/lib/troupe/agent boot
END
}
`;
