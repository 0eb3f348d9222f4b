/** Plans: the differences between machines and their desired machines. Machines keep running their generations. */
import { formatVersions } from "@troupe/linux";
import type { PlanOptions } from "./model/options.ts";
import { emptyPlan } from "./empty-plan.ts";
import type { DesiredMachine, MachinePlan, Plan } from "./model/plan.ts";
import { loadDeployments } from "../platforms/platforms.ts";
import { forMachine } from "../remote/machine-answer.ts";
import { inParallel, usualParallel } from "../remote/parallel.ts";

/**
 * Compares machines with their desired machines. A machine that cannot be reached has the status `unreachable` and a
 * diagnostic; the function rejects only if `signal` is aborted or there is no ssh.
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
  const deploymentOf = await loadDeployments(desired.map(({ target }) => target));
  const machines = await inParallel(desired, options.limit ?? usualParallel, async (machine) => {
    const { target } = machine;
    const plan = await forMachine(
      target,
      options.signal,
      async () => (await deploymentOf(target)?.plan(machine, options)) ?? notApplied(machine),
      (problem): MachinePlan => ({ ...emptyPlan(target), status: "blocked", diagnostics: [problem] }),
    );
    options.events?.({ kind: "planned", machine: machine.target.machine, plan });
    return plan;
  });
  return { version: formatVersions.json, machines };
}

/** Plans as if all machines were empty; contacts no machine. */
export async function planOffline(desired: readonly DesiredMachine[]): Promise<Plan> {
  const deploymentOf = await loadDeployments(desired.map(({ target }) => target));
  return {
    version: formatVersions.json,
    machines: desired.map((machine) => deploymentOf(machine.target)?.planEmpty(machine) ?? notApplied(machine)),
  };
}

/** The plan of a machine whose class Troupe does not apply. */
const notApplied = ({ target }: DesiredMachine): MachinePlan => ({
  ...emptyPlan(target),
  status: "not-applied",
  details: { kind: target.class },
});
