/** The agent: the one program that runs on a machine, as text. */
import { accounts } from "./script/accounts.ts";
import { bootFiles } from "./script/boot.ts";
import { etc } from "./script/etc.ts";
import { look } from "./script/look.ts";
import { packages } from "./script/packages.ts";
import { pendingSwitch } from "./script/pending.ts";
import { prelude } from "./script/prelude.ts";
import { sh } from "./script/sh.ts";
import { switching } from "./script/switch.ts";
import { system } from "./script/system.ts";
import { unitStates } from "./script/unit-states.ts";
import { units } from "./script/units.ts";

/**
 * What agents of all platforms have in common, as text: replies, the lock, a switch that is not confirmed yet and its timer, the
 * states of units. Whoever builds on it says what `current` and `revert` mean, and asks for nothing that a machine may lack.
 */
export const agentFoundation: string = [prelude, system, unitStates, pendingSwitch].join("\n");

/** Last, so that a script that did not arrive whole does nothing. */
const main = sh`
verb=\${1:-}
if [ $# -gt 0 ]; then shift; fi
case $verb in
  probe | fetch | stage | switch | confirm | install | move | activate | revert | boot) "$verb" "$@" ;;
  *) echo "troupe: there is no $verb" >&2; exit 64 ;;
esac
`;

/** POSIX sh; ASCII only, so that its length in characters is its length in bytes. */
export const agentScript: string = [agentFoundation, etc, accounts, units, packages, look, bootFiles, switching, main].join("\n");
