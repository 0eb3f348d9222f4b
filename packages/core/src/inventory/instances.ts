/** The instances of the inventory: who is a member of which role, and what is written about their settings. */
import { didYouMean } from "@troupe/modules";
import { unknownMachine, unknownRole, unknownTag } from "../diagnostics.ts";
import { byName, freeName, ownValue, sortedKeys } from "../names.ts";
import { remember } from "../remember.ts";
import type { Instance, InstanceRole, InventoryModel, ServiceEntry, SettingsPlace } from "./model.ts";
import { serviceFinder, type UsableService } from "./services.ts";
import { labelled, type Written, type WrittenInstance, type WrittenPlace, type WrittenRole } from "./written.ts";

/** What stands in for something of which nothing can be read. */
const noInstance: WrittenInstance = { service: null, module: { name: null, input: null }, roles: {} };
const noRole: WrittenRole = { settings: [], defaults: [], machines: {}, tags: {}, extraModules: [] };
const noPlace: WrittenPlace = { settings: [], defaults: [] };

/** All services that instances use, with these, in byte order of ids. */
export function resolveInstances(written: Written, { machines, tags }: Pick<InventoryModel, "machines" | "tags">): readonly ServiceEntry[] {
  const { read, report } = written;
  const section = written.section("instances");
  const findService = serviceFinder(written);
  // Only messages ask for places.
  const placed: PropertyDescriptor & ThisType<Instance> = {
    enumerable: true,
    get() {
      return written.place(["instances", this.name]);
    },
  };
  const instancesOf = new Map<UsableService, Instance[]>();
  for (const name of sortedKeys(section)) {
    const path = ["instances", name];
    const instance = read(() => section[name]!, noInstance);
    if (!written.checkName("an instance", freeName, name, path)) continue;
    const service = findService(name, instance);
    if (service !== undefined) remember(instancesOf, service, (): Instance[] => []).push(resolveInstance(name, instance, service));
  }
  return [...instancesOf].map(([service, instances]) => ({ ...service, instances })).toSorted((a, b) => byName(a.id, b.id));

  function resolveInstance(name: string, instance: WrittenInstance, service: UsableService): Instance {
    const path = ["instances", name];
    const writtenRoles = read(() => instance.roles, {});
    for (const role of sortedKeys(writtenRoles)) {
      if (service.roles.includes(role)) continue;
      report(unknownRole, { role, instance: name, service: service.name }, [...path, "roles", role], didYouMean(role, service.roles));
    }
    const roles = service.roles.map((role): [string, InstanceRole] => [
      role,
      resolveRole(name, role, read(() => ownValue(writtenRoles, role), undefined) ?? noRole),
    ]);
    return Object.defineProperty({ name, roles: new Map(roles) }, "site", placed) as unknown as Instance;
  }

  function resolveRole(instance: string, role: string, writtenRole: WrittenRole): InstanceRole {
    const path = ["instances", instance, "roles", role];
    const label = `instance ${instance}, role ${role}`;
    const place = (at: WrittenPlace, below: readonly string[], suffix: string): SettingsPlace => ({
      settings: labelled(
        read(() => at.settings, []),
        [...path, ...below, "settings"],
        { label: label + suffix },
      ),
      defaults: labelled(
        read(() => at.defaults ?? [], []),
        [...path, ...below, "defaults"],
        { label: `${label}${suffix}, defaults` },
      ),
    });
    const places = (kind: "machines" | "tags", word: string): ReadonlyMap<string, SettingsPlace> => {
      const named = read(() => writtenRole[kind], {});
      return new Map(
        sortedKeys(named).map((name) => [
          name,
          place(
            read(() => named[name]!, noPlace),
            [kind, name],
            `, ${word} ${name}`,
          ),
        ]),
      );
    };
    const ofTags = places("tags", "tag");
    const ofMachines = places("machines", "machine");
    return {
      name: role,
      members: membersOf(`role ${JSON.stringify(role)} of instance ${JSON.stringify(instance)}`, path, ofMachines.keys(), ofTags.keys()),
      own: place(writtenRole, [], ""),
      tags: ofTags,
      machines: ofMachines,
      extraModules: read(() => writtenRole.extraModules, [])
        .flat()
        .map(({ value, site }) => ({ value, site: { ...site, label: `${label}, extraModules` } })),
    };
  }

  function membersOf(where: string, path: readonly string[], named: Iterable<string>, namedTags: Iterable<string>): readonly string[] {
    const members = new Set<string>();
    for (const machine of named) {
      if (machines.has(machine)) members.add(machine);
      else report(unknownMachine, { machine, where }, [...path, "machines", machine], written.nearest(machine, machines.keys()));
    }
    for (const tag of namedTags) {
      const carriers = tags.get(tag);
      if (carriers === undefined) report(unknownTag, { tag, where }, [...path, "tags", tag], tagHint(written.nearest(tag, tags.keys())));
      for (const machine of carriers ?? []) members.add(machine);
    }
    return [...members].toSorted(byName);
  }
}

/** Only a name that is nearly right is worth a hint: the usual one says how to declare an empty tag. */
const tagHint = (nearest: string | undefined): string | undefined => (nearest?.startsWith("Did you mean") === true ? nearest : undefined);
