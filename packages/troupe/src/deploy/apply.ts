/** Carrying out a plan: everything is brought everywhere first, then machines are switched, then each is confirmed. */
import { diagnose } from "@troupe/modules";
import type { DesiredMachine, MachinePlan, Plan } from "./model/plan.ts";
import { platformOf } from "../platforms/platforms.ts";
import { applyContext } from "./apply-context.ts";
import { result } from "./machine-result.ts";
import type { ApplyContext, ApplyOptions } from "./model/options.ts";
import { blockedMachine, heldBack, otherGeneration } from "./diagnostics.ts";
import { inParallel } from "../remote/parallel.ts";
import type { MachineResult, Outcome, Staged } from "./model/result.ts";

/** A machine of the plan with what it shall become. */
interface Task {
  readonly plan: MachinePlan;
  readonly desired: DesiredMachine;
}

/**
 * Does what the plan says, and nothing else: a machine that does not run any more what the plan was made for is refused.
 * Unless `partial` is set, no machine is switched if one of them cannot be. Killed at any moment, it leaves each machine in
 * its old generation or the new one; applying again completes it. Results have the order of the plan.
 *
 * @example no-run: it changes a machine
 * import { plan } from "./plan.ts";
 * import type { DesiredMachine } from "./model/plan.ts";
 * import { openssh } from "../remote/openssh.ts";
 *
 * declare const desired: readonly DesiredMachine[];
 * await using transport = openssh();
 * const results = await apply(await plan(desired, { transport }), desired, { transport });
 * results[0]?.outcome; // => "applied"
 */
export async function apply(plan: Plan, desired: readonly DesiredMachine[], options: ApplyOptions): Promise<readonly MachineResult[]> {
  const context = applyContext(options);
  const byName = new Map(desired.map((one) => [one.target.machine, one]));
  const results = new Map<string, MachineResult>();
  const report = (result: MachineResult): void => {
    results.set(result.machine, result);
    context.events({ kind: "result", machine: result.machine, result });
  };

  const tasks: Task[] = [];
  const refused: MachineResult[] = [];
  for (const one of plan.machines) {
    const wanted = byName.get(one.machine);
    const problem = refusalOf(one, wanted);
    if (problem !== undefined) refused.push(problem);
    else if (one.status === "same") report(result(one.machine, "nothing-to-do", { generation: one.generation }));
    else tasks.push({ plan: one, desired: wanted! });
  }
  for (const one of refused) report(one);
  if (stops(context, refused)) {
    for (const task of tasks) report(leftAlone(task, refused));
  } else {
    await stageAndSwitch(context, tasks, report);
  }
  return plan.machines.map((one) => results.get(one.machine)!);
}

async function stageAndSwitch(context: ApplyContext, tasks: readonly Task[], report: (result: MachineResult) => void): Promise<void> {
  const staged = await inParallel(tasks, context.limit, ({ plan, desired }) => platformOf(desired.target).stage(context, desired, plan));
  const failed = staged.flatMap((one) => (one.ready ? [] : [one.result]));
  for (const one of failed) report(one);
  const ready = tasks.flatMap((task, index) => {
    const one: Staged = staged[index]!;
    return one.ready ? [{ ...task, off: one.off }] : [];
  });
  if (stops(context, failed)) {
    for (const task of ready) report({ ...leftAlone(task, failed), off: task.off });
    return;
  }
  await inParallel(ready, context.limit, async ({ plan, desired, off }) => {
    report({ ...(await platformOf(desired.target).switchTo(context, desired, plan)), off });
  });
}

const stops = ({ partial }: ApplyContext, failed: readonly MachineResult[]): boolean => failed.length > 0 && !partial;

function leftAlone({ plan }: Task, failed: readonly MachineResult[]): MachineResult {
  const because = failed.map((one) => one.machine);
  return result(plan.machine, "refused", {
    generation: plan.expects,
    diagnostics: [diagnose(heldBack, { machine: plan.machine, because })],
  });
}

/** Why a machine of the plan cannot be applied at all. */
function refusalOf(plan: MachinePlan, desired: DesiredMachine | undefined): MachineResult | undefined {
  const { machine, status } = plan;
  const refuse = (outcome: Outcome, diagnostics: MachineResult["diagnostics"]): MachineResult => {
    return result(machine, outcome, { diagnostics, ...(status !== "unreachable" && { generation: plan.expects }) });
  };
  if (status === "unreachable") return refuse("unreachable", plan.diagnostics);
  const blocking = plan.diagnostics.filter((problem) => problem.blocks !== "nothing");
  if (status === "conflict" || status === "blocked" || blocking.length > 0) {
    return refuse("refused", blocking.length > 0 ? blocking : [diagnose(blockedMachine, { machine, status })]);
  }
  if (desired === undefined || !platformOf(desired.target).fits(desired, plan))
    return refuse("refused", [diagnose(otherGeneration, { machine })]);
  return undefined;
}
