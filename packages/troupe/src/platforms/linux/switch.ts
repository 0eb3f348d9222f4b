/** The switch of a machine of class `linux`. */
import { switchMachine, type SwitchOrder } from "../../deploy/confirmed-switch.ts";
import type { ApplyContext } from "../../deploy/model/options.ts";
import type { MachinePlan } from "../../deploy/model/plan.ts";
import type { MachineResult } from "../../deploy/model/result.ts";
import { linuxAgent } from "./ask.ts";
import type { DesiredLinux } from "./desired.ts";
import { roadPlaces } from "./road-places.ts";

/** Seconds that units of a machine have to come up. */
const startSeconds = 60;

/** Switches to a generation that is staged, and confirms. */
export function switchLinux(
  context: ApplyContext,
  desired: DesiredLinux,
  { expects, adopt }: MachinePlan,
): Promise<MachineResult> {
  const { target, generation } = desired;
  const { id, manifest } = generation;
  const healthSeconds = Math.max(0, ...manifest.health.map((check) => check.timeoutSeconds));
  return switchToGeneration(context, {
    target,
    to: id,
    expects,
    adopt,
    healthSeconds,
    placeOfChecker: roadPlaces(desired),
  });
}

/** Switches to a generation of which only the id is known, and confirms. */
export function switchToGeneration(
  context: ApplyContext,
  order: Omit<SwitchOrder, "agent" | "startSeconds">,
): Promise<MachineResult> {
  return switchMachine(context, { ...order, agent: linuxAgent, startSeconds });
}
