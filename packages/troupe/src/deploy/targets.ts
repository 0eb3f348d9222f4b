/** From evaluated machines to machines that plan and apply can reach. */
import { type Evaluated, type Machine } from "@troupe/core";
import { machinePath, parseTargetHost } from "@troupe/core/internal";
import { type Diagnostic, diagnose, TroupeError } from "@troupe/modules";
import type { Target } from "../remote/transport.ts";
import { type EvaluatedProject, renderMachine } from "../project/evaluate.ts";
import { flakeFolderOf, prepareFlake, type ProjectFlake, projectFlake } from "../platforms/nixos/flake/project-flake.ts";
import { hasPlatform } from "../platforms/platforms.ts";
import type { DesiredMachine } from "./model/plan.ts";
import { noTarget, unsupportedClass } from "../cli/diagnostics.ts";

/**
 * How to reach these machines.
 *
 * @throws TRP6006 for machines of a class that cannot be applied yet, TRP6007 for those without an address; all of them at once
 */
export function targetsOf({ inventory }: Evaluated, names: readonly string[]): readonly Target[] {
  const problems: Diagnostic[] = [];
  const targets = names.flatMap((name) => {
    const machine = inventory.machines.get(name)!;
    const target = targetOf(machine);
    if (!hasPlatform(machine.class))
      problems.push(diagnose(unsupportedClass, { machine: name, class: machine.class }, { marks: [{ site: machine.site }] }));
    else if (target === undefined) problems.push(diagnose(noTarget, { machine: name }, { marks: [{ site: machine.site }] }));
    return target ?? [];
  });
  if (problems.length > 0) throw new TroupeError(problems);
  return targets;
}

function targetOf(machine: Machine): Target | undefined {
  const { name, targetHost, site } = machine;
  if (targetHost === undefined) return undefined;
  const { host, user, port } = parseTargetHost(targetHost) ?? { host: targetHost };
  const pointer = [...machinePath(machine), "deploy", "targetHost"];
  return {
    machine: name,
    ...(machine.class !== "linux" && { class: machine.class }),
    host,
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port }),
    sudo: user !== "root",
    site: { ...site, pointer },
  };
}

/**
 * What these machines shall become. Their configurations must have no errors. The flake of NixOS machines is brought up to date in the
 * project's folder, unless nothing is to be built of it.
 *
 * @throws what is wrong with the flake
 */
export async function desiredMachines(
  { folder, evaluated }: EvaluatedProject,
  targets: readonly Target[],
  { builds = true }: { readonly builds?: boolean } = {},
): Promise<readonly DesiredMachine[]> {
  const flake = targets.some((target) => target.class === "nixos") ? await soundFlake(folder, evaluated) : undefined;
  const place = flakeFolderOf(folder);
  if (flake !== undefined && builds) await prepareFlake(folder, flake);
  return targets.map((target) => {
    if (target.class === "nixos") return { target, flake: place, contributions: flake!.contributionsTo(target.machine) };
    const { generation, provenance } = renderMachine(evaluated, target.machine);
    return { target, generation, provenance: provenance() };
  });
}

/** The flake of the project, if nothing is wrong with it. */
export async function soundFlake(folder: string, evaluated: Evaluated): Promise<ProjectFlake> {
  const flake = await projectFlake(folder, evaluated);
  const problems = flake.diagnostics.filter(({ blocks }) => blocks !== "nothing");
  if (problems.length > 0) throw new TroupeError(problems);
  return flake;
}
