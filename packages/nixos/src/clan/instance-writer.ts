/** Instances in Clan's words: services by input and name, members by machine and tag. */
import { type InventoryModel } from "@troupe/core";
import { defaultsPriority, type Instance, type InstanceRole, type ServiceEntry, type SettingsPlace } from "@troupe/core/internal";
import type { Diagnostic } from "@troupe/modules";
import type { Lost } from "./losses.ts";
import { clanSettings, type SettingsWriter, type WeighedPlace } from "./settings-writer.ts";
import { clanCore, type ClanInstance, type ClanPlace, type ClanRole } from "./clan-inventory.ts";

/** What instances are written with. */
export interface InstanceWriter {
  readonly meta: InventoryModel["meta"];
  /** The names in Clan of all machines that it is told of. */
  readonly machines: ReadonlyMap<string, string>;
  readonly tags: InventoryModel["tags"];
  readonly report: (diagnostic: Diagnostic) => void;
}

/** True for what a cluster's `services` say: Clan has no such thing. */
export const isClusterService = ({ path }: Instance): boolean => path?.[2] === "services";

/** An instance as Clan has it. */
export function clanInstance({ id, definition }: ServiceEntry, instance: Instance, writer: InstanceWriter): ClanInstance {
  const slash = id.lastIndexOf("/");
  const input = id.slice(0, slash);
  const roles = [...instance.roles.values()].flatMap((role): (readonly [string, ClanRole])[] => {
    const { meta, report } = writer;
    const written = clanRole(role, instance, writer, { declared: definition.roles[role.name]?.interface ?? {}, meta, report });
    return Object.keys(written).length === 0 ? [] : [[role.name, written]];
  });
  return { module: { name: id.slice(slash + 1), input: input === clanCore ? null : input }, roles: Object.fromEntries(roles) };
}

function clanRole(role: InstanceRole, { cluster }: Instance, { machines, tags }: InstanceWriter, writer: SettingsWriter): ClanRole {
  const { own, select } = role;
  const place = (...places: readonly WeighedPlace[]): ClanPlace => {
    const settings = clanSettings(places, writer);
    return settings === undefined ? {} : { settings };
  };
  const weighed = (priority: number) => (at: SettingsPlace) => ({ ...at, priority });
  // In a cluster a tag means the cluster's machines alone: these are named.
  const picked = cluster === undefined ? select : [...role.tags.values(), ...select];
  const named = new Set([...role.machines.keys(), ...picked.flatMap(({ members }) => members)]);
  const ofMachines = [...named].flatMap((id): (readonly [string, ClanPlace])[] => {
    const name = machines.get(id);
    if (name === undefined) return [];
    const mine = role.machines.get(id);
    const chosen = picked.filter(({ members }) => members.includes(id));
    return [[name, place(...[...(mine === undefined ? [] : [mine]), ...chosen].map(weighed(defaultsPriority.tag)))]];
  });
  // A tag that only machines carry which Clan does not know would be unknown to it too.
  const isKnown = (tag: string) => (tags.get(tag) ?? []).length === 0 || tags.get(tag)!.some((machine) => machines.has(machine));
  const ofTags = cluster === undefined ? [...role.tags].filter(([tag]) => isKnown(tag)) : [];
  return {
    ...(ofMachines.length > 0 && { machines: Object.fromEntries(ofMachines) }),
    ...(ofTags.length > 0 && { tags: Object.fromEntries(ofTags.map(([tag, at]) => [tag, place(weighed(defaultsPriority.tag)(at))])) }),
    ...place(weighed(defaultsPriority.role)(own)),
  };
}

/** What Clan has no words for in an instance that it is told of as `name`. */
export function lostOfInstance(instance: Instance, name: string): readonly Lost[] {
  const { site } = instance;
  const lost: Lost[] = [];
  if (isClusterService(instance)) {
    const fate = (names: string, are: string) => `${names} ${are} left out`;
    return [{ what: "services of clusters", fate, name: `instance ${instance.name}`, site }];
  }
  if (name !== instance.name) {
    const fate = (names: string) => `instances are written as members of none (${names})`;
    lost.push({ what: "instances of clusters", fate, name: `${instance.name} as ${name}`, site });
  }
  for (const role of instance.roles.values()) {
    const where = `role ${role.name} of instance ${instance.name}`;
    if (role.select.length > 0) {
      const fate = (names: string) => `the machines that they pick now are the members of ${names}`;
      const instead = "Write it again when machines come or go, or use tags.";
      lost.push({ what: "filters", fate, name: where, site: { ...site, pointer: role.select[0]!.path }, instead });
    }
    if (role.extraModules.length > 0) {
      const fate = (names: string) => `those of ${names} are left out`;
      const instead = "In Clan extraModules are Nix files; troupe build --nixos writes them as Nix.";
      lost.push({ what: "extraModules in TypeScript", fate, name: where, site: role.extraModules[0]!.site, instead });
    }
  }
  return lost;
}
