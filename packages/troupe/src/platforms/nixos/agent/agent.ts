/** The agent of NixOS machines: what every agent has, and what is NixOS's own, as text. */
import { agentFoundation, sh } from "@troupe/linux";
import { bring } from "./bring.ts";
import { look } from "./look.ts";
import { switching } from "./switch.ts";

/** Last, so that a script that did not arrive whole does nothing. */
const main = sh`
verb=\${1:-}
if [ $# -gt 0 ]; then shift; fi
case $verb in
  probe | compare | build | lacks | import | stage | switch | confirm | activate | commit | revert) "$verb" "$@" ;;
  *) echo "troupe: there is no $verb" >&2; exit 64 ;;
esac
`;

/** POSIX sh; ASCII only, so that its length in characters is its length in bytes. */
export const nixosAgentScript: string = [agentFoundation, look, bring, switching, main].join("\n");
