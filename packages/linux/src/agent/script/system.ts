/** What every machine needs to have. */
import { sh } from "./sh.ts";

export const system = sh`
# The system, or why Troupe cannot work with it.
system_lines() {
  say troupe-agent 1
  if [ "$(uname -s)" != Linux ]; then end unsupported "$(uname -s)"; fi
  if [ ! -d /run/systemd/system ]; then end unsupported systemd; fi
  if [ "$(id -u)" != 0 ]; then end unsupported root; fi
  for program in flock tar gzip sha256sum systemd-run base64; do
    if ! command -v $program >/dev/null; then end unsupported $program; fi
  done
}
`;
