/** The switch of a NixOS machine. */
import { switchMachine } from "../../deploy/confirmed-switch.ts";
import type { ApplyContext } from "../../deploy/model/options.ts";
import type { MachineResult } from "../../deploy/model/result.ts";
import type { Target } from "../../remote/transport.ts";
import { nixosAgent } from "./ask.ts";
import { withRestarts } from "./compare/dry-activate.ts";

/** Seconds that a switch of NixOS may take, because it stops, activates and starts, and waits for each unit. */
const startSeconds = 300;

/** Switches to a system that is staged, and confirms. */
export async function switchNixos(
  context: ApplyContext,
  target: Target,
  to: string,
  expects: string | null,
): Promise<MachineResult> {
  const ended = await switchMachine(context, {
    agent: nixosAgent,
    target,
    to,
    expects,
    adopt: [],
    healthSeconds: 0,
    startSeconds,
  });
  return { ...ended, units: withRestarts(ended.units) };
}
