/**
 * The desired machines of class `nixos`: the project's flake, brought up to date in the folder that plans build from.
 */
import type { Evaluated } from "@troupe/core";
import { TroupeError } from "@troupe/modules";
import type { DeployedProject } from "../../deploy/model/platform.ts";
import type { Target } from "../../remote/transport.ts";
import type { DesiredNixos, Locking } from "./contributions.ts";
import { flakeFolderOf, prepareFlake, type ProjectFlake, projectFlake } from "./flake/project-flake.ts";

/**
 * Returns the desired machines of the targets. With `builds` the flake in the project's folder is brought up to date.
 */
export async function desireNixos(
  { folder, evaluated }: DeployedProject,
  targets: readonly Target[],
  { builds }: { readonly builds: boolean },
): Promise<readonly DesiredNixos[]> {
  const flake = await soundFlake(folder, evaluated);
  if (builds) await prepareFlake(folder, flake);
  const locking: Locking = { targets };
  return targets.map((target) => ({
    target,
    locking,
    data: flake.data,
    flake: flakeFolderOf(folder),
    contributions: flake.contributionsTo(target.machine),
  }));
}

/**
 * Returns the flake of the project.
 *
 * @throws the problems of the flake that block a plan
 */
export async function soundFlake(folder: string, evaluated: Evaluated): Promise<ProjectFlake> {
  const flake = await projectFlake(folder, evaluated);
  const problems = flake.diagnostics.filter(({ blocks }) => blocks !== "nothing");
  if (problems.length > 0) throw new TroupeError(problems);
  return flake;
}
