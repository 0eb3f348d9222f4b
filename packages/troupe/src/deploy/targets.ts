/** From evaluated machines to the targets and desired machines of plan and apply. */
import type { Evaluated, Machine } from "@troupe/core";
import { machinePath, parseTargetHost } from "@troupe/core/internal";
import { type Diagnostic, diagnose, TroupeError } from "@troupe/modules";
import { loadDeployments, platformOf } from "../platforms/platforms.ts";
import type { Target } from "../remote/transport.ts";
import { noTarget, unsupportedClass } from "./diagnostics.ts";
import type { DeployedProject } from "./model/platform.ts";
import type { DesiredMachine } from "./model/plan.ts";

/**
 * Returns the targets of machines. A machine without an address is a target if `offline` says that no machine is
 * contacted.
 *
 * @throws TRP6006 for machines of a class that no platform has, TRP6007 for those without an address; all of them at
 *   once
 */
export function targetsOf(
  { inventory }: Evaluated,
  names: readonly string[],
  { offline = false }: { readonly offline?: boolean } = {},
): readonly Target[] {
  const problems: Diagnostic[] = [];
  const targets = names.flatMap((name) => {
    const machine = inventory.machines.get(name)!;
    const marks = { marks: [{ site: machine.site }] };
    const platform = platformOf(machine);
    const target = targetOf(machine, offline || platform?.deployment === undefined ? name : undefined);
    if (platform === undefined)
      problems.push(diagnose(unsupportedClass, { machine: name, class: machine.class }, marks));
    else if (target === undefined) problems.push(diagnose(noTarget, { machine: name }, marks));
    return target ?? [];
  });
  if (problems.length > 0) throw new TroupeError(problems);
  return targets;
}

/** The target of a machine; `substitute` stands for the address of a machine that Troupe never contacts. */
function targetOf(machine: Machine, substitute: string | undefined): Target | undefined {
  const { name, class: machineClass, targetHost = substitute, site } = machine;
  if (targetHost === undefined) return undefined;
  const { host, user, port } = parseTargetHost(targetHost) ?? { host: targetHost };
  const pointer = [...machinePath(machine), "deploy", "targetHost"];
  return {
    machine: name,
    class: machineClass,
    host,
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port }),
    sudo: user !== "root",
    site: { ...site, pointer },
  };
}

/**
 * Returns the desired machines of the targets, in their order. The machines' configurations have no errors. Without
 * `builds` nothing is written to the project's folder.
 *
 * @throws problems of a platform with the project
 */
export async function desiredMachines(
  project: DeployedProject,
  targets: readonly Target[],
  { builds = true }: { readonly builds?: boolean } = {},
): Promise<readonly DesiredMachine[]> {
  const deploymentOf = await loadDeployments(targets);
  const desired = new Map<string, DesiredMachine>();
  for (const sameClass of Map.groupBy(targets, deploymentOf).entries()) {
    const [deployment, own] = sameClass;
    const machines =
      deployment === undefined ? own.map((target) => ({ target })) : await deployment.desire(project, own, { builds });
    for (const machine of machines) desired.set(machine.target.machine, machine);
  }
  return targets.map(({ machine }) => desired.get(machine)!);
}

/** Keeps in the project's folder what an accepted plan for these targets settled, such as locked versions. */
export async function keepSettled(folder: string, targets: readonly Target[]): Promise<void> {
  const deploymentOf = await loadDeployments(targets);
  for (const deployment of new Set(targets.map(deploymentOf))) await deployment?.accepted?.(folder);
}
