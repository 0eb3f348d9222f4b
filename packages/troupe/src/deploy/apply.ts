/** Carrying out a plan: every machine is staged first, then machines are switched, then each is confirmed. */
import { diagnose } from "@troupe/modules";
import type { DesiredMachine, MachinePlan, Plan } from "./model/plan.ts";
import { loadDeployments } from "../platforms/platforms.ts";
import type { Deployment } from "./model/platform.ts";
import { applyContext } from "./apply-context.ts";
import { result } from "./machine-result.ts";
import type { ApplyContext, ApplyOptions } from "./model/options.ts";
import { blockedMachine, heldBack, otherGeneration } from "./diagnostics.ts";
import { forMachine } from "../remote/machine-answer.ts";
import { inParallel } from "../remote/parallel.ts";
import type { MachineResult, Outcome, Staged } from "./model/result.ts";

/** A machine of the plan with its desired machine. */
interface Task {
  readonly plan: MachinePlan;
  readonly desired: DesiredMachine;
  readonly deployment: Deployment;
}

/**
 * Carries out the plan, and nothing else: a machine is refused if it no longer runs the generation that the plan was
 * made for. Unless `partial` is set, no machine is switched if one of them cannot be. Killed at any moment, it leaves
 * each machine in its old generation or the new one; applying again completes it. Results have the order of the plan.
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
export async function apply(
  plan: Plan,
  desired: readonly DesiredMachine[],
  options: ApplyOptions,
): Promise<readonly MachineResult[]> {
  const context = applyContext(options);
  const desiredByName = new Map(desired.map((machine) => [machine.target.machine, machine]));
  const deploymentOf = await loadDeployments(desired.map(({ target }) => target));
  const results = new Map<string, MachineResult>();
  const report = (result: MachineResult): void => {
    results.set(result.machine, result);
    context.events({ kind: "result", machine: result.machine, result });
  };

  const tasks: Task[] = [];
  const refused: MachineResult[] = [];
  for (const machinePlan of plan.machines) {
    const { machine, status, generation } = machinePlan;
    const wanted = desiredByName.get(machine);
    const deployment = wanted && deploymentOf(wanted.target);
    const refusal = refusalOf(machinePlan, wanted, deployment);
    if (status === "not-applied") report(result(machine, "not-applied"));
    else if (refusal !== undefined) refused.push(refusal);
    else if (status === "same") report(result(machine, "nothing-to-do", { generation }));
    else tasks.push({ plan: machinePlan, desired: wanted!, deployment: deployment! });
  }
  for (const refusal of refused) report(refusal);
  if (stops(context, refused)) {
    for (const task of tasks) report(leftAlone(task, refused));
  } else {
    await stageAndSwitch(context, tasks, report);
  }
  return plan.machines.map(({ machine }) => results.get(machine)!);
}

async function stageAndSwitch(
  context: ApplyContext,
  tasks: readonly Task[],
  report: (result: MachineResult) => void,
): Promise<void> {
  const staged = await inParallel(tasks, context.limit, ({ plan, desired, deployment }) =>
    forMachine(
      desired.target,
      context.signal,
      (): Promise<Staged> => deployment.stage(context, desired, plan),
      (problem): Staged => ({
        ready: false,
        result: result(plan.machine, "refused", { generation: plan.expects, diagnostics: [problem] }),
      }),
    ),
  );
  const failed = staged.flatMap((machine) => (machine.ready ? [] : [machine.result]));
  for (const failure of failed) report(failure);
  const ready = tasks.flatMap((task, index) => {
    const machine: Staged = staged[index]!;
    return machine.ready ? [{ ...task, off: machine.off, warnings: machine.diagnostics ?? [] }] : [];
  });
  if (stops(context, failed)) {
    for (const task of ready) report({ ...leftAlone(task, failed), off: task.off });
    return;
  }
  await inParallel(ready, context.limit, async ({ plan, desired, deployment, off, warnings }) => {
    const ended = await forMachine(
      desired.target,
      context.signal,
      () => deployment.switchTo(context, desired, plan),
      (problem) => result(plan.machine, "unconfirmed", { diagnostics: [problem] }),
    );
    report({ ...ended, off, diagnostics: [...warnings, ...ended.diagnostics] });
  });
}

const stops = ({ partial }: ApplyContext, failed: readonly MachineResult[]): boolean => failed.length > 0 && !partial;

function leftAlone({ plan }: Task, failed: readonly MachineResult[]): MachineResult {
  const because = failed.map((failure) => failure.machine);
  return result(plan.machine, "refused", {
    generation: plan.expects,
    diagnostics: [diagnose(heldBack, { machine: plan.machine, because })],
  });
}

/** The result of a machine whose plan cannot be applied; undefined if it can be. */
function refusalOf(
  plan: MachinePlan,
  desired: DesiredMachine | undefined,
  deployment: Deployment | undefined,
): MachineResult | undefined {
  const { machine, status } = plan;
  // Without facts about the machine, its generation is not known.
  const isKnown = plan.system !== undefined;
  const refuse = (outcome: Outcome, diagnostics: MachineResult["diagnostics"]): MachineResult => {
    return result(machine, outcome, { diagnostics, ...(isKnown && { generation: plan.expects }) });
  };
  if (status === "unreachable") return refuse("unreachable", plan.diagnostics);
  const blocking = plan.diagnostics.filter((problem) => problem.blocks !== "nothing");
  if (status === "conflict" || status === "blocked" || blocking.length > 0) {
    return refuse("refused", blocking.length > 0 ? blocking : [diagnose(blockedMachine, { machine, status })]);
  }
  if (desired === undefined || deployment?.fits(desired, plan) !== true)
    return refuse("refused", [diagnose(otherGeneration, { machine })]);
  return undefined;
}
