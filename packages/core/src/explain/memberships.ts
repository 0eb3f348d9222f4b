/** Why a machine has a role, with the lines that say so. */
import type { DefinitionInfo, Site } from "@troupe/modules";
import { fqdnOf } from "../clusters/known-names.ts";
import { showFilter } from "../filters/text.ts";
import { machinePath } from "../inventory/machines.ts";
import type { Instance } from "../model/instance.ts";
import type { InventoryModel } from "../model/evaluation.ts";
import type { Membership } from "./explanation.ts";

/** Every reason for which a machine has a role of an instance. */
export function membershipsOf(
  inventory: InventoryModel,
  instance: Instance,
  roleName: string,
  machine: string,
): readonly Membership[] {
  const role = instance.roles.get(roleName)!;
  const path = [...(instance.path ?? ["instances", instance.name]), "roles", roleName];
  const base = { instance: instance.name, role: roleName, machine };
  const named = role.machines.has(machine)
    ? [{ ...base, sites: sitesOfMachine(inventory, [...path, "machines"], machine) }]
    : [];
  const tags = [...role.tags].filter(([, { members }]) => members.includes(machine)).map(([tag]) => tag);
  const selections = role.select.filter(({ members }) => members.includes(machine));
  const joins = role.joined?.get(machine);
  if (joins !== undefined)
    return [{ ...base, sites: [joins], ...(joins.origin !== undefined && { joinedBy: joins.origin }) }];
  return [
    ...named,
    ...tags.map((tag) => ({
      ...base,
      tag,
      sites: namedAt(inventory, [...path, "tags"], tag),
      carried: carriedAt(inventory, machine, tag),
    })),
    ...selections.map(({ filter, path: at }) => ({
      ...base,
      filter: showFilter(filter),
      sites: nearestSites(inventory, at),
    })),
  ];
}

/** Returns the places that give a machine a tag: among its own tags, or in the inventory's `tags`. */
function carriedAt(inventory: InventoryModel, machine: string, tag: string): readonly Site[] {
  const own = entriesAt(inventory, [...machinePath(inventory.machines.get(machine)!), "tags"], tag);
  return own.length > 0 ? own : usedAt(inventory, ["tags", tag]).map(({ site }) => site);
}

/** Returns the places of a path of the inventory, or of the part around it. */
function nearestSites(inventory: InventoryModel, path: readonly string[]): readonly Site[] {
  const found = usedAt(inventory, path).map(({ site }) => ({ ...site, pointer: site.pointer ?? path }));
  return found.length > 0 || path.length === 1
    ? found
    : nearestSites(inventory, path.slice(0, -1)).map((site) => ({ ...site, pointer: path }));
}

/** Returns the places below a path that name a machine, by any of its names. */
function sitesOfMachine(inventory: InventoryModel, path: readonly string[], id: string): readonly Site[] {
  const { shortName, cluster } = inventory.machines.get(id)!;
  const names = new Set([id, shortName, fqdnOf({ shortName, cluster }, inventory.meta.domain)]);
  return [...names].flatMap((name) => namedAt(inventory, path, name));
}

/** Returns the places where a name is a key below a path, or an entry of a list there. */
function namedAt(inventory: InventoryModel, path: readonly string[], name: string): readonly Site[] {
  const keys = usedAt(inventory, [...path, name]);
  return keys.length > 0 ? keys.map(({ site }) => site) : entriesAt(inventory, path, name);
}

function entriesAt(inventory: InventoryModel, path: readonly string[], entry: string): readonly Site[] {
  return usedAt(inventory, path).flatMap(({ site, value }) => {
    const index = Array.isArray(value) ? value.indexOf(entry) : -1;
    return index < 0 ? [] : [{ ...site, pointer: [...(site.pointer ?? []), String(index)] }];
  });
}

/** The definitions of a path of the inventory that count, without defaults, which have no place. */
export const usedAt = (inventory: InventoryModel, path: readonly string[]): readonly DefinitionInfo[] =>
  inventory.definitionsAt(path).filter(({ status, priority }) => status === "used" && priority < 1500);
