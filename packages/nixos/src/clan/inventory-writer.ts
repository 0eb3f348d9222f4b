/** Our inventory in Clan's words: what `clan.inventory` is made of. */
import type { InventoryModel } from "@troupe/core";
import type { Diagnostic } from "@troupe/modules";
import { clanInstance, isClusterService, lostOfInstance } from "./instance-writer.ts";
import { type Lost, lostDiagnostics } from "./losses.ts";
import { clanMachine, isClanMachine, isComputed, lostOfMachine } from "./machine-writer.ts";
import { flatNames } from "./flat-names.ts";
import type { ClanInventory } from "./clan-inventory.ts";

/** An inventory of Clan's, and what it does not say. */
export interface WrittenForClan {
  readonly inventory: ClanInventory;
  /** TRP3240 for what Clan has no words for; TRP3243, which blocks, for settings that JSON cannot hold. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * An inventory as `clan.inventory` takes it. Machines, tags, members and settings are those that Troupe has resolved: filters become the
 * machines that they pick, computed tags stand on the machines, `defaults` are settings of their priority. Clan has to know the services
 * by the same names (`clan.modules.NAME`); those of the input `clan-core` are Clan's own.
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
  const written = all
    .filter(({ instance }) => !isClusterService(instance))
    .toSorted((a, b) => (a.instance.name < b.instance.name ? -1 : 1));
  const instanceNames = flatNames(written.map(({ instance }) => instance));
  const writer = { meta: model.meta, machines: machineNames, tags: model.tags, report: (each: Diagnostic) => void diagnostics.push(each) };
  const instances = written.map(
    ({ service, instance }) => [instanceNames.get(instance.name)!, clanInstance(service, instance, writer)] as const,
  );
  const spare = [...model.tags].filter(([tag, members]) => members.length === 0 && !isComputed(tag)).map(([tag]) => [tag, []]);
  const { name, description, domain } = model.meta;
  const lost: readonly Lost[] = [
    ...[...model.machines.values()].flatMap((machine) => lostOfMachine(machine, machineNames.get(machine.name), model)),
    ...lostTags(model),
    ...all.flatMap(({ instance }) => lostOfInstance(instance, instanceNames.get(instance.name) ?? instance.name)),
    ...lostExports(model),
  ];
  return {
    inventory: {
      meta: { name, ...(description !== undefined && { description }), domain },
      machines: Object.fromEntries([...machineNames].map(([id, flat]) => [flat, clanMachine(model.machines.get(id)!)])),
      ...(spare.length > 0 && { tags: Object.fromEntries(spare) as ClanInventory["tags"] }),
      instances: Object.fromEntries(instances),
    },
    diagnostics: [...lostDiagnostics(lost), ...diagnostics],
  };
}

function lostTags({ tags, definitionsAt }: InventoryModel): readonly Lost[] {
  return [...tags.keys()].flatMap((tag): Lost[] =>
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

function lostExports({ exports }: InventoryModel): readonly Lost[] {
  return [...exports].flatMap(([scope, definitions]) =>
    definitions.map(({ site }) => ({
      what: "exports",
      fate: (names: string) => `what the inventory says of ${names} is left out`,
      name: scope,
      site,
    })),
  );
}
