/** Rollback: a switch to a generation that the machine still has, earlier or later than its current one. */
import { formatVersions } from "@troupe/linux";
import { loadDeployments } from "../platforms/platforms.ts";
import { applyContext } from "./apply-context.ts";
import { result } from "./machine-result.ts";
import { emptyPlan } from "./empty-plan.ts";
import type { PlanOptions, RollbackOptions } from "./model/options.ts";
import type { MachinePlan, Plan } from "./model/plan.ts";
import { forMachine } from "../remote/machine-answer.ts";
import { inParallel, usualParallel } from "../remote/parallel.ts";
import type { MachineResult } from "./model/result.ts";
import type { Target } from "../remote/transport.ts";

/**
 * Switches machines to a generation they ran before. The generation comes back as a whole, except that users, packages
 * and the data of services stay. A second rollback goes forward again. Confirmed like any other switch.
 */
export async function rollback(
  targets: readonly Target[],
  options: RollbackOptions,
): Promise<readonly MachineResult[]> {
  const context = applyContext(options);
  const deploymentOf = await loadDeployments(targets);
  const planned = new Map(options.plan?.machines.map((plan) => [plan.machine, plan]));
  return inParallel(targets, context.limit, async (target) => {
    const { machine } = target;
    const ended = await forMachine(
      target,
      options.signal,
      async () =>
        (await deploymentOf(target)?.rollback(context, target, options.to, planned.get(machine))) ??
        result(machine, "not-applied"),
      (problem) => result(machine, "unconfirmed", { diagnostics: [problem] }),
    );
    context.events({ kind: "result", machine, result: ended });
    return ended;
  });
}

/**
 * Plans a rollback: what each machine would change. Machines whose platform cannot tell are left out. Read only.
 */
export async function planRollback(
  targets: readonly Target[],
  { to, ...options }: PlanOptions & Pick<RollbackOptions, "to">,
): Promise<Plan> {
  const deploymentOf = await loadDeployments(targets);
  const machines = await inParallel(targets, options.limit ?? usualParallel, (target) =>
    forMachine(
      target,
      options.signal,
      async () => [(await deploymentOf(target)?.planRollback?.(target, to, options)) ?? []].flat(),
      (problem): MachinePlan[] => [{ ...emptyPlan(target), status: "blocked", diagnostics: [problem] }],
    ),
  );
  return { version: formatVersions.json, machines: machines.flat() };
}
