/**
 * The instances of the inventory and its clusters: who is a member of which role, and what is written about their
 * settings.
 */
import { didYouMean } from "@troupe/modules/internal";
import type { KnownNames } from "../model/names.ts";
import { knownNames } from "../clusters/known-names.ts";
import type { DefinitionKeys } from "../clusters/cluster-service-adapter.ts";
import { type InstanceSource, writtenInstances } from "../clusters/written-instances.ts";
import { ambiguousName, membershipCycle, observedReceives, unknownRole } from "../diagnostics.ts";
import type { Extensions } from "../extensions/resolution.ts";
import type { Filter, FilterPlace, FilterWorld } from "../model/filters.ts";
import { reportUnknownMachine } from "../filters/kinds.ts";
import { resolveFilter } from "../filters/resolution.ts";
import { byName, ownValue, sortedKeys, unionOf } from "../names.ts";
import { groupBy } from "../collections.ts";
import { memoize } from "../memoize.ts";
import { filterPlace } from "./filter-place.ts";
import type { Definitions } from "../model/definitions.ts";
import type {
  GroupPlace,
  Instance,
  InstanceRole,
  Selection,
  ServiceEntry,
  SettingsPlace,
  UsableService,
} from "../model/instance.ts";
import { labelled } from "./source-reader.ts";
import type { WrittenInventory, WrittenCluster, WrittenPlace, WrittenRole } from "../model/written-inventory.ts";

/** The values of parts that cannot be read. */
const noRole: WrittenRole = { settings: [], defaults: [], machines: {}, tags: {}, select: [], extraModules: [] };
const noPlace: WrittenPlace = { settings: [], defaults: [] };
const noTags: ReadonlyMap<string, GroupPlace> = new Map();

/** The instances once it is known who their members are. */
export interface ResolvedInstances {
  /** All services that instances use, with these, in byte order of ids. */
  readonly services: readonly ServiceEntry[];
  readonly instanceNames: KnownNames;
  /** The world that filters are resolved against. */
  readonly world: FilterWorld;
}

/** Returns the world of filters without the instances, given the roles of a machine in each instance. */
type Around = (
  rolesOf: (machine: string) => { readonly [instance: string]: readonly string[] },
) => Omit<FilterWorld, "instances" | "instancesOf" | "membersOf">;

/** The parts of an inventory that its instances are resolved with. */
export interface InstanceSurroundings {
  readonly clusters: ReadonlyMap<string, WrittenCluster>;
  readonly domain: string;
  readonly extensions: Extensions;
  readonly definitionKeys: readonly DefinitionKeys[];
}

/** Resolves all instances. */
export function resolveInstances(
  written: WrittenInventory,
  { clusters, domain, extensions, definitionKeys }: InstanceSurroundings,
  makeAround: Around,
): ResolvedInstances {
  const { read, report } = written;
  const every = writtenInstances(written, clusters, definitionKeys);
  const byId = new Map(every.map((each) => [each.name, each]));
  const instanceNames = knownNames(every, domain);
  let byService: ReadonlyMap<string, readonly InstanceSource[]> | undefined;
  const roles = new Map<InstanceSource, Map<string, InstanceRole>>();
  /** The roles whose members are being worked out. */
  const running: string[] = [];
  let memberships: ReadonlyMap<string, { [instance: string]: readonly string[] }> | undefined;
  const around = makeAround((machine) => (memberships ??= membershipsOf()).get(machine) ?? {});
  const world: FilterWorld = {
    ...around,
    instances: instanceNames,
    instancesOf: () => (byService ??= groupBy(every, ({ service }) => service.name)),
    membersOf(instance) {
      const found = byId.get(instance)!;
      return found.service.active.flatMap((role) => roleOf(found, role).members);
    },
  };

  // Only messages ask for places.
  const placed: PropertyDescriptor & ThisType<Instance> = {
    enumerable: true,
    get() {
      return written.place(this.path!);
    },
  };
  const instancesOf = new Map<UsableService, Instance[]>();
  for (const each of every) memoize(instancesOf, each.service, (): Instance[] => []).push(resolveInstance(each));
  const services = [...instancesOf]
    .map(([service, instances]) => ({ ...service, instances }))
    .toSorted((a, b) => byName(a.id, b.id));
  return { services, instanceNames, world };

  function membershipsOf(): ReadonlyMap<string, { [instance: string]: readonly string[] }> {
    const found = new Map<string, { [instance: string]: readonly string[] }>();
    for (const instance of every) {
      for (const role of instance.service.active) {
        for (const machine of roleOf(instance, role).members) {
          const own = memoize(found, machine, (): { [instance: string]: readonly string[] } => ({}));
          own[instance.name] = [...(own[instance.name] ?? []), role];
        }
      }
    }
    return found;
  }

  function resolveInstance(instance: InstanceSource): Instance {
    const { name, path, cluster, service } = instance;
    for (const role of sortedKeys(read(() => instance.roles, {}))) {
      if (service.roles.includes(role)) continue;
      report(
        unknownRole,
        { role, instance: name, service: service.name },
        [...path, "roles", role],
        didYouMean(role, service.roles),
      );
    }
    const resolved = service.roles.map((role): [string, InstanceRole] => [role, roleOf(instance, role)]);
    const values = extensions.values("service", instance.extensions ?? {}, path);
    return Object.defineProperty(
      { name, path, cluster, extensions: values, roles: new Map(resolved) },
      "site",
      placed,
    ) as unknown as Instance;
  }

  function roleOf(instance: InstanceSource, role: string): InstanceRole {
    const known = memoize(roles, instance, () => new Map<string, InstanceRole>());
    const found = known.get(role);
    if (found !== undefined) return found;
    const name = `role ${role} of instance ${instance.name}`;
    if (running.includes(name)) {
      report(membershipCycle, { role: name, circle: [...running.slice(running.indexOf(name)), name] }, [
        ...instance.path,
        "roles",
        role,
        "select",
      ]);
      return {
        name: role,
        members: [],
        own: noPlace as SettingsPlace,
        tags: noTags,
        select: [],
        machines: new Map(),
        extraModules: [],
      };
    }
    running.push(name);
    try {
      const resolved = resolveRole(instance, role, read(() => ownValue(instance.roles, role), undefined) ?? noRole);
      known.set(role, resolved);
      return resolved;
    } finally {
      running.pop();
    }
  }

  function resolveRole(instance: InstanceSource, role: string, writtenRole: WrittenRole): InstanceRole {
    const path = [...instance.path, "roles", role];
    const label = `instance ${instance.name}, role ${role}`;
    const where =
      instance.roleInWords?.(role) ?? `role ${JSON.stringify(role)} of instance ${JSON.stringify(instance.name)}`;
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
    const placeAt = (at: readonly string[]): FilterPlace => filterPlace(written, at, where, instance.cluster);
    const placeFor = (below: readonly string[]): FilterPlace => placeAt([...path, ...below]);

    const namedMachines = read(() => writtenRole.machines, {});
    const machines = new Map<string, SettingsPlace>();
    for (const name of sortedKeys(namedMachines)) {
      const at = placeFor(["machines", name]);
      const found = around.names.find(name, instance.cluster);
      if (found.length === 0)
        reportUnknownMachine(name, around.names, { ...at, nearest: written.nearest }, around.tags);
      if (found.length > 1) at.report(ambiguousName, { name, where, candidates: found });
      const own = place(
        read(() => namedMachines[name]!, noPlace),
        ["machines", name],
        `, machine ${name}`,
      );
      // An unknown machine is kept, so that its settings are checked.
      const id = found.length === 1 ? found[0]! : name;
      const before = machines.get(id);
      machines.set(id, before === undefined ? own : joined(before, own));
    }

    const namedTags = read(() => writtenRole.tags, {});
    const tags = new Map<string, GroupPlace>();
    for (const tag of sortedKeys(namedTags)) {
      const at = place(
        read(() => namedTags[tag]!, noPlace),
        ["tags", tag],
        `, tag ${tag}`,
      );
      const members = instance.cluster === undefined ? around.tags.get(tag) : undefined;
      tags.set(tag, { ...at, members: members ?? resolveFilter({ tag }, world, placeFor(["tags", tag])) });
    }

    const select = read(() => writtenRole.select, []).map((selection, index): Selection => {
      const below = ["select", String(index)];
      const filter = read(() => selection.filter, noFilter) as Filter;
      const at = instance.filterPath?.(role, index) ?? [...path, ...below, "filter"];
      const members = filter === noFilter ? [] : resolveFilter(filter, world, placeAt(at));
      return { ...place(selection, below, `, select ${index + 1}`), filter, path: at, members };
    });

    const extraModules: Definitions = read(() => writtenRole.extraModules, [])
      .flat()
      .map(({ value, site }) => ({ value, site: { ...site, label: `${label}, extraModules` } }));
    if (extraModules.length > 0 && !instance.service.active.includes(role)) {
      const who = `instance ${JSON.stringify(instance.name)}`;
      report(observedReceives, { role, who, what: "extraModules" }, [...path, "extraModules"]);
    }
    const groups = [...tags.values(), ...select].map(({ members }) => members);
    const named = [...machines.keys()].filter((machine) => around.machines.has(machine)).toSorted(byName);
    return {
      name: role,
      members: unionOf([...groups, named]),
      own: place(writtenRole, [], ""),
      tags,
      select,
      machines,
      extraModules,
    };
  }
}

const noFilter = Symbol("a filter that could not be read") as unknown as Filter;

const joined = (a: SettingsPlace, b: SettingsPlace): SettingsPlace => ({
  settings: [...a.settings, ...b.settings],
  defaults: [...a.defaults, ...b.defaults],
});
