/** Instances as instances of Clan: services by input and name, members by machine and tag. */
import { type InventoryModel } from "@troupe/core";
import {
  defaultsPriority,
  type Instance,
  type InstanceRole,
  type ServiceEntry,
  type SettingsPlace,
} from "@troupe/core/internal";
import type { Diagnostic } from "@troupe/modules";
import type { Loss } from "./losses.ts";
import { clanSettings, type SettingsWriter, type WeighedPlace } from "./settings-writer.ts";
import { clanCore, type ClanInstance, type ClanPlace, type ClanRole } from "./clan-inventory.ts";

/** The context in which instances are written. */
export interface InstanceWriter {
  readonly meta: InventoryModel["meta"];
  /** The name in Clan of each machine that Clan knows, by id. */
  readonly machines: ReadonlyMap<string, string>;
  readonly tags: InventoryModel["tags"];
  readonly report: (diagnostic: Diagnostic) => void;
}

/** True for an instance that a cluster's `services` declare, which Clan has no words for. */
export const isClusterService = ({ path }: Instance): boolean => path?.[2] === "services";

/** Returns an instance as one of Clan. */
export function clanInstance(
  { id, definition }: ServiceEntry,
  instance: Instance,
  writer: InstanceWriter,
): ClanInstance {
  const slash = id.lastIndexOf("/");
  const input = id.slice(0, slash);
  const roles = [...instance.roles.values()].flatMap((role): (readonly [string, ClanRole])[] => {
    const { meta, report } = writer;
    const content = clanRole(role, instance, writer, {
      declared: definition.roles[role.name]?.interface ?? {},
      meta,
      report,
    });
    return Object.keys(content).length === 0 ? [] : [[role.name, content]];
  });
  return {
    module: { name: id.slice(slash + 1), input: input === clanCore ? null : input },
    roles: Object.fromEntries(roles),
  };
}

function clanRole(
  role: InstanceRole,
  { cluster }: Instance,
  { machines, tags }: InstanceWriter,
  writer: SettingsWriter,
): ClanRole {
  const { own, select } = role;
  const place = (...places: readonly WeighedPlace[]): ClanPlace => {
    const settings = clanSettings(places, writer);
    return settings === undefined ? {} : { settings };
  };
  const weighed = (priority: number) => (at: SettingsPlace) => ({ ...at, priority });
  // In a cluster a tag means the cluster's machines alone, so Clan gets these machines by name.
  const picked = cluster === undefined ? select : [...role.tags.values(), ...select];
  const named = new Set([...role.machines.keys(), ...picked.flatMap(({ members }) => members)]);
  const ofMachines = [...named].flatMap((id): (readonly [string, ClanPlace])[] => {
    const name = machines.get(id);
    if (name === undefined) return [];
    const direct = role.machines.get(id);
    const chosen = picked.filter(({ members }) => members.includes(id));
    return [
      [name, place(...[...(direct === undefined ? [] : [direct]), ...chosen].map(weighed(defaultsPriority.tag)))],
    ];
  });
  // A tag is unknown to Clan if all its machines are unknown to Clan.
  const isKnown = (tag: string) =>
    (tags.get(tag) ?? []).length === 0 || tags.get(tag)!.some((machine) => machines.has(machine));
  const ofTags = cluster === undefined ? [...role.tags].filter(([tag]) => isKnown(tag)) : [];
  return {
    ...(ofMachines.length > 0 && { machines: Object.fromEntries(ofMachines) }),
    ...(ofTags.length > 0 && {
      tags: Object.fromEntries(ofTags.map(([tag, at]) => [tag, place(weighed(defaultsPriority.tag)(at))])),
    }),
    ...place(weighed(defaultsPriority.role)(own)),
  };
}

/** Returns the losses of an instance, whose name in Clan is `name`. */
export function lossesOfInstance(instance: Instance, name: string): readonly Loss[] {
  const { site } = instance;
  const losses: Loss[] = [];
  if (isClusterService(instance)) {
    const fate = (names: string, are: string) => `${names} ${are} left out`;
    return [{ what: "services of clusters", fate, name: `instance ${instance.name}`, site }];
  }
  if (name !== instance.name) {
    const fate = (names: string) => `instances are written as members of none (${names})`;
    losses.push({ what: "instances of clusters", fate, name: `${instance.name} as ${name}`, site });
  }
  for (const role of instance.roles.values()) {
    const where = `role ${role.name} of instance ${instance.name}`;
    if (role.select.length > 0) {
      const fate = (names: string) => `the machines that they pick now are the members of ${names}`;
      const instead = "Write it again when machines come or go, or use tags.";
      losses.push({ what: "filters", fate, name: where, site: { ...site, pointer: role.select[0]!.path }, instead });
    }
    if (role.extraModules.length > 0) {
      const fate = (names: string) => `those of ${names} are left out`;
      const instead = "In Clan extraModules are Nix files; troupe build --nixos writes them as Nix.";
      losses.push({ what: "extraModules in TypeScript", fate, name: where, site: role.extraModules[0]!.site, instead });
    }
  }
  return losses;
}
