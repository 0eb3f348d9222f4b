/** The unit that activates a generation at the first boot of an image and then removes itself. */
import { textFile } from "../generation/generation.ts";
import type { TarEntry } from "../tar/tar.ts";
import { incomingFolder } from "./activation-script.ts";

const name = "troupe-first-boot.service";
const folder = "etc/systemd/system";

/** Returns the unit and its link in multi-user.target.wants, as entries of an archive that is unpacked at `/`. */
export function firstBootEntries(id: string): readonly TarEntry[] {
  return [
    { type: "file", path: `${folder}/${name}`, ...textFile(unit(id)) },
    { type: "link", path: `${folder}/multi-user.target.wants/${name}`, target: `../${name}` },
  ];
}

/**
 * The unit has no default dependencies, so that multi-user.target, for which units of the generation may wait, does not
 * wait for the unit.
 */
const unit = (id: string): string => `# Written by Troupe. Goes away once it has succeeded.
[Unit]
Description=Troupe: become what this image was built for
DefaultDependencies=no
Wants=network-online.target
After=basic.target network-online.target
Conflicts=shutdown.target
Before=shutdown.target
ConditionPathExists=${incomingFolder(id)}/activate

[Service]
Type=oneshot
TimeoutStartSec=infinity
ExecStart=/bin/sh ${incomingFolder(id)}/activate --unattended
ExecStartPost=/bin/rm -f /${folder}/multi-user.target.wants/${name} /${folder}/${name}
`;
