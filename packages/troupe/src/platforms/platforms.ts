/** The registry of platforms. */
import type { MachineClass } from "@troupe/core";
import type { Change, MachinePlan } from "../deploy/model/plan.ts";
import type { ChangeKind, Deployment, Platform } from "../deploy/model/platform.ts";
import type { Target } from "../remote/transport.ts";
import { darwinPlatform } from "./darwin/platform.ts";
import { linuxPlatform } from "./linux/platform.ts";
import { nixosPlatform } from "./nixos/platform.ts";

const platforms = new Map<string, Platform>();

/** Adds a platform. Machines that state no class are of the class that was registered first. */
export function registerPlatform(platform: Platform): void {
  platforms.set(platform.machineClass.name, platform);
}

registerPlatform(linuxPlatform);
registerPlatform(nixosPlatform);
registerPlatform(darwinPlatform);

/** All platforms, in the order of their registration. */
export const registeredPlatforms = (): readonly Platform[] => [...platforms.values()];

/** The classes of all platforms. */
export const machineClasses = (): readonly MachineClass[] =>
  registeredPlatforms().map(({ machineClass }) => machineClass);

/** The platform of a machine, by its class; undefined for a class that no platform has. */
export const platformOf = ({ class: machineClass }: { readonly class: string }): Platform | undefined =>
  platforms.get(machineClass);

/** The kind of a change in the plan of a machine, as the machine's platform declares it. */
export const changeKindOf = (machine: Pick<MachinePlan, "class">, { kind }: Pick<Change, "kind">): ChangeKind =>
  platformOf(machine)?.changeKinds?.[kind] ?? {};

/**
 * Loads the deployments of the targets; returns the deployment of each of them, undefined where Troupe does not apply
 * the class.
 */
export async function loadDeployments(
  targets: readonly Pick<Target, "class">[],
): Promise<(target: Pick<Target, "class">) => Deployment | undefined> {
  const classes = [...new Set(targets.map((target) => target.class))];
  const loaded = await Promise.all(
    classes.map(async (name) => [name, await platformOf({ class: name })?.deployment?.()] as const),
  );
  const deployments = new Map(loaded);
  return (target) => deployments.get(target.class);
}
