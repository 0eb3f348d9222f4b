/** Comparing machines with what was evaluated. Nothing that runs on them changes. */
import type { PlanOptions } from "./model/options.ts";
import type { DesiredMachine, Plan } from "./model/plan.ts";
import { platformOf } from "../platforms/platforms.ts";
import { inParallel } from "../remote/parallel.ts";

/**
 * What would change on the machines, and why. Machines that cannot be reached have the status `unreachable` and a diagnostic;
 * it rejects only if `signal` is aborted or there is no ssh.
 *
 * @example no-run: it asks a machine
 * import { openssh } from "../remote/openssh.ts";
 * import type { DesiredMachine } from "./model/plan.ts";
 *
 * declare const desired: readonly DesiredMachine[];
 * await using transport = openssh();
 * const { machines } = await plan(desired, { transport });
 * machines[0]?.status; // => "change"
 */
export async function plan(desired: readonly DesiredMachine[], options: PlanOptions): Promise<Plan> {
  const machines = await inParallel(desired, options.limit ?? 16, async (one) => {
    const plan = await platformOf(one.target).plan(one, options);
    options.events?.({ kind: "planned", machine: one.target.machine, plan });
    return plan;
  });
  return { version: 1, machines };
}

/** The plan as if no machine had anything of Troupe's; contacts nobody. */
export function planOffline(desired: readonly DesiredMachine[]): Plan {
  return { version: 1, machines: desired.map((one) => platformOf(one.target).planEmpty(one)) };
}
