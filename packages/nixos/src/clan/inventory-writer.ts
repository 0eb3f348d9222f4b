/** An inventory of Troupe as one of Clan, the value of `clan.inventory`. */
import type { InventoryModel } from "@troupe/core";
import type { Diagnostic } from "@troupe/modules";
import { clanInstance, isClusterService, lossesOfInstance } from "./instance-writer.ts";
import { type Loss, lossDiagnostics } from "./losses.ts";
import { clanMachine, isClanMachine, isComputed, lossesOfMachine } from "./machine-writer.ts";
import { flatNames } from "./flat-names.ts";
import type { ClanInventory } from "./clan-inventory.ts";

/** An inventory of Clan, and the losses. */
export interface WrittenForClan {
  readonly inventory: ClanInventory;
  /** TRP3240 for parts that Clan has no words for, and TRP3243, which blocks, for settings that JSON cannot hold. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Returns an inventory as the value of `clan.inventory`. Machines, tags, members and settings are those that Troupe has
 * resolved: filters become the machines that they pick, function tags stand on the machines, and `defaults` are
 * settings with their priority. Clan must know the services by the same names (`clan.modules.NAME`); services of the
 * input `clan-core` are Clan's own.
 *
 * @example
 * import { evaluateInventory } from "@troupe/core";
 *
 * const inventory = defineInventory({ machines: { alice: { class: "nixos", tags: ["eu"] } } });
 * const { machines } = toClan(evaluateInventory(inventory, { classes: [nixosClass] }).inventory).inventory;
 * machines; // => { alice: { machineClass: "nixos", tags: ["eu"] } }
 */
export function toClan(model: InventoryModel): WrittenForClan {
  const diagnostics: Diagnostic[] = [];
  const machineNames = flatNames([...model.machines.values()].filter(isClanMachine));
  const all = model.services.flatMap((service) => service.instances.map((instance) => ({ service, instance })));
  const kept = all
    .filter(({ instance }) => !isClusterService(instance))
    .toSorted((a, b) => (a.instance.name < b.instance.name ? -1 : 1));
  const instanceNames = flatNames(kept.map(({ instance }) => instance));
  const writer = {
    meta: model.meta,
    machines: machineNames,
    tags: model.tags,
    report: (diagnostic: Diagnostic) => void diagnostics.push(diagnostic),
  };
  const instances = kept.map(
    ({ service, instance }) => [instanceNames.get(instance.name)!, clanInstance(service, instance, writer)] as const,
  );
  const spare = [...model.tags]
    .filter(([tag, members]) => members.length === 0 && !isComputed(tag))
    .map(([tag]) => [tag, []]);
  const { name, description, domain } = model.meta;
  const losses: readonly Loss[] = [
    ...[...model.machines.values()].flatMap((machine) =>
      lossesOfMachine(machine, machineNames.get(machine.name), model),
    ),
    ...tagLosses(model),
    ...all.flatMap(({ instance }) => lossesOfInstance(instance, instanceNames.get(instance.name) ?? instance.name)),
    ...exportLosses(model),
  ];
  return {
    inventory: {
      meta: { name, ...(description !== undefined && { description }), domain },
      machines: Object.fromEntries([...machineNames].map(([id, flat]) => [flat, clanMachine(model.machines.get(id)!)])),
      ...(spare.length > 0 && { tags: Object.fromEntries(spare) as ClanInventory["tags"] }),
      instances: Object.fromEntries(instances),
    },
    diagnostics: [...lossDiagnostics(losses), ...diagnostics],
  };
}

function tagLosses({ tags, definitionsAt }: InventoryModel): readonly Loss[] {
  return [...tags.keys()].flatMap((tag): Loss[] =>
    definitionsAt(["tags", tag])
      .filter(({ value }) => typeof value === "function")
      .map(({ site }) => ({
        what: "tags that functions compute",
        fate: (names, are) => `${names} ${are} written on the machines that have it now`,
        name: tag,
        site,
      })),
  );
}

function exportLosses({ exports }: InventoryModel): readonly Loss[] {
  return [...exports].flatMap(([scope, definitions]) =>
    definitions.map(({ site }) => ({
      what: "exports",
      fate: (names: string) => `what the inventory says of ${names} is left out`,
      name: scope,
      site,
    })),
  );
}
