/** For tests in virtual machines: applying with the patience that an emulated machine needs. */
import type { Lab } from "@troupe/lab";
import { apply } from "../../../packages/troupe/src/deploy/apply.ts";
import type { DesiredMachine } from "../../../packages/troupe/src/deploy/model/plan.ts";
import type { MachineResult } from "../../../packages/troupe/src/deploy/model/result.ts";
import { plan } from "../../../packages/troupe/src/deploy/plan.ts";
import { status } from "../../../packages/troupe/src/deploy/status.ts";
import { labTransport } from "../../../packages/troupe/src/deploy/testing/lab-machines.ts";

const patience = { connectTimeout: 30, aliveInterval: 20 };

/** Plans and applies. On a busy computer, a machine may not answer the plan in time, and is asked again. */
export async function applyTo(
  lab: Lab,
  desired: readonly DesiredMachine[],
  adopt: readonly string[] = [],
  tries = 5,
): Promise<readonly MachineResult[]> {
  await using transport = labTransport(lab, patience);
  const planned = await plan(desired, { transport, adopt });
  if (tries > 1 && planned.machines.some((machine) => machine.status === "unreachable"))
    return await applyTo(lab, desired, adopt, tries - 1);
  // The connections end with this function.
  return await apply(planned, desired, { transport, confirmSeconds: 120, startSeconds: 180 });
}

/** Returns the drift of a machine in words. */
export async function driftOf(lab: Lab, { target }: DesiredMachine): Promise<readonly string[]> {
  await using transport = labTransport(lab, patience);
  const [state] = await status([target], { transport });
  const problems = state!.diagnostics.map(({ message }) => message);
  return [...problems, ...state!.drift.map(({ name, how }) => `${name} ${how}`)];
}
