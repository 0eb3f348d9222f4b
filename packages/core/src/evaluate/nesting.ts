/**
 * Nested services: the instances that exist because results join them. What a level of calls joins is the next level;
 * this is a fixed point over levels, never over values, since reading exports is not possible before it is found.
 */
import { type Diagnostic, diagnose, type Site } from "@troupe/modules";
import { endlessNesting, nestedInItself, nestedTwice } from "../diagnostics.ts";
import { nestedConstraintProblems } from "../inventory/constraints.ts";
import type { Instance, InstanceRole, ServiceEntry, SettingsPlace, UsableService } from "../model/instance.ts";
import { nameClashes } from "../inventory/name-clashes.ts";
import { serviceCatalog } from "../inventory/services.ts";
import { byName } from "../names.ts";
import { groupBy, sameElements } from "../collections.ts";
import type { Surroundings } from "./call-context.ts";
import type { Call } from "./calls.ts";
import { type InstanceRun, runInstance } from "./instance-run.ts";
import { type CallJoins, type Join, none, readJoins } from "./joins.ts";
import { earlierMachineCalls, runService, type ServiceRun } from "./service-run.ts";

/** See {@link createNesting}. */
export interface Nesting {
  /** True if none of these calls joins anything. */
  readonly joinsNothing: (calls: readonly Call[]) => boolean;
  /** True if a call joined something so far. */
  readonly isUsed: () => boolean;
  /** Runs every perInstance and perMachine, and returns all services with all instances. */
  readonly complete: () => Nested;
}

/** All services with all their instances: those of the inventory first, each part in byte order. */
export interface Nested {
  readonly services: readonly ServiceRun[];
  /** The problems of joins, and of the instances that they make. */
  readonly problems: readonly Diagnostic[];
}

/** An instance that joins make. */
interface Child {
  readonly service: UsableService;
  readonly joins: readonly Join[];
  readonly lineage: Lineage;
  readonly run: InstanceRun;
}

/** The services that an instance is nested in, its own included: each by name, with the names from there to here. */
type Lineage = ReadonlyMap<string, readonly string[]>;

type Children = ReadonlyMap<string, Child>;
type Runs = ReadonlyMap<UsableService, ServiceRun>;

/** The bound on levels: deeper nesting is taken for endless. */
const mostLevels = 50;

/** The nested services of an evaluation whose written instances are `written`. */
export function createNesting(written: readonly ServiceRun[], surroundings: Surroundings): Nesting {
  const catalog = serviceCatalog(written.map(({ service }) => service));
  const ownRuns = new Map<UsableService, readonly InstanceRun[]>(
    written.map(({ service, instances }) => [service, instances]),
  );
  const known = new Map<Call, CallJoins>();
  /** Most calls join nothing; they are not held on to. */
  function read(call: Call): CallJoins {
    const joins = known.get(call) ?? readJoins(call, catalog.find);
    if (joins !== none) known.set(call, joins);
    return joins;
  }
  const joinsOf = (calls: readonly Call[]): readonly Join[] => calls.flatMap((call) => read(call).joins);
  const isFree = (call: Call) => read(call).joins.length === 0;
  /** perMachine comes last: what perInstance joins would have it told of more instances. */
  const joinsNothing = (calls: readonly Call[]) =>
    calls.every((call) => call.instanceName === undefined || isFree(call)) &&
    calls.every((call) => call.instanceName !== undefined || isFree(call));

  function complete(): Nested {
    const lineages = new Map<string, Lineage>();
    for (const { service, instances } of written) {
      for (const { instance } of instances) lineages.set(instance.name, new Map([[service.name, [service.name]]]));
    }
    const ofWritten = joinsOf(written.flatMap(instanceCalls));
    /**
     * By the instance that nests itself. An entry stays, because without the instance the next level would make it
     * again.
     */
    const endless = new Map<string, Diagnostic>();
    let runs: Runs = new Map(written.map((run) => [run.service, run]));
    let children: Children = new Map();
    let ofMachines: readonly Join[] = [];
    let problems: Diagnostic[] = [];
    for (let level = 0; ; level++) {
      problems = [];
      const joins = [
        ...ofWritten,
        ...[...children.values()].flatMap((child) => joinsOf(callsOf(child))),
        ...ofMachines,
      ];
      const found = nextLevel(joins);
      if (!sameElements([...found.values()], [...children.values()])) {
        children = found;
      } else {
        runs = assemble(runs, children);
        const more = joinsOf([...runs.values()].flatMap((run) => run.machineCalls()));
        if (sameElements(more, ofMachines)) break;
        ofMachines = more;
      }
      if (level === mostLevels) {
        const marks = joins
          .slice(-1)
          .map(({ site }) => ({ site: { ...site, label: `${site.label!.split(" → ", 4).join(" → ")} → …` } }));
        problems.push(diagnose(endlessNesting, { levels: mostLevels }, { marks }));
        break;
      }
    }
    const services = [...runs.values()];
    problems.push(
      ...endless.values(),
      ...catalog.problems(),
      ...services.flatMap((run) => run.calls()).flatMap((call) => read(call).problems),
    );
    return { services, problems: [...problems, ...problemsOfChildren(services, children)] };

    /** The instances that joins make; one that the same joins made before is the same. */
    function nextLevel(joins: readonly Join[]): Children {
      const byServiceName = new Map([...runs.values()].map((run) => [run.service.name, run]));
      const next = new Map<string, Child>();
      for (const [name, same] of [...groupBy(joins, ({ instanceName }) => instanceName)].toSorted(([a], [b]) =>
        byName(a, b),
      )) {
        const { call: parent, service, site } = same[0]!;
        const agrees = (join: Join) => join.service === service && isSameParent(join.call, parent);
        const agreeing = same.filter(agrees);
        const other = same.find((join) => !agrees(join));
        if (other !== undefined)
          problems.push(diagnose(nestedTwice, { instance: name }, { marks: [{ site }, { site: other.site }] }));
        const before = children.get(name);
        if (before !== undefined && sameElements(before.joins, agreeing)) {
          next.set(name, before);
          continue;
        }
        const above = lineageOf(parent, byServiceName);
        const chain = above.get(service.name);
        if (chain !== undefined && !endless.has(name)) {
          endless.set(
            name,
            diagnose(nestedInItself, { service: service.name, chain: [...chain, service.name] }, { marks: [{ site }] }),
          );
        }
        if (endless.has(name)) continue;
        const run = runInstance(service, nestedInstance(name, service, agreeing), surroundings);
        next.set(name, { service, joins: agreeing, lineage: below(above, service.name), run });
      }
      return next;
    }

    function lineageOf({ serviceName, instanceName }: Call, services: ReadonlyMap<string, ServiceRun>): Lineage {
      const ofInstance = (name: string): Lineage => children.get(name)?.lineage ?? lineages.get(name) ?? new Map();
      if (instanceName !== undefined) return ofInstance(instanceName);
      return new Map(services.get(serviceName)!.instances.flatMap(({ instance }) => [...ofInstance(instance.name)]));
    }
  }

  /** The services with these nested instances beside the written ones. */
  function assemble(before: Runs, children: Children): Runs {
    const nestedIn = groupBy(children.values(), ({ service }) => service);
    const services = new Set([
      ...written.map(({ service }) => service),
      ...[...nestedIn.keys()].toSorted((a, b) => byName(a.id, b.id)),
    ]);
    return new Map(
      [...services].map((service) => {
        const nested = (nestedIn.get(service) ?? []).map(({ run }) => run);
        const instances = [...(ownRuns.get(service) ?? []), ...nested].toSorted((a, b) =>
          byName(a.instance.name, b.instance.name),
        );
        const last = before.get(service);
        if (last !== undefined && sameElements(last.instances, instances)) return [service, last];
        const entry: ServiceEntry = { ...service, instances: instances.map(({ instance }) => instance) };
        return [
          service,
          runService(entry, instances, surroundings, last && earlierMachineCalls(last.keptMachineCalls())),
        ];
      }),
    );
  }

  return { joinsNothing, isUsed: () => known.size > 0, complete };
}

const instanceCalls = ({ service, instances }: ServiceRun): readonly Call[] =>
  service.active.flatMap((role) => instances.flatMap((run) => run.calls(role)));

const callsOf = ({ service, run }: Child): readonly Call[] => service.active.flatMap((role) => run.calls(role));

const isSameParent = (a: Call, b: Call): boolean =>
  a.serviceName === b.serviceName && a.instanceName === b.instanceName;

const below = (above: Lineage, name: string): Lineage =>
  new Map([...[...above].map(([from, names]) => [from, [...names, name]] as const), [name, [name]]]);

/** An instance with the members that joined it. */
function nestedInstance(name: string, service: UsableService, joins: readonly Join[]): Instance {
  const byRole = groupBy(joins, ({ role }) => role);
  const roles = service.roles.map((role): [string, InstanceRole] => [role, joinedRole(role, byRole.get(role) ?? [])]);
  return {
    name,
    cluster: joins[0]!.call.cluster,
    roles: new Map(roles),
    site: { ...joins[0]!.site, label: `nested instance ${name}` },
  };
}

function joinedRole(name: string, joins: readonly Join[]): InstanceRole {
  const byMachine = groupBy(joins, ({ call }) => call.machineName);
  const members = [...byMachine.keys()].toSorted(byName);
  const places = members.map((machine): [string, SettingsPlace] => [machine, placeOf(byMachine.get(machine)!)]);
  const joined = members.map((machine): [string, Site] => [machine, siteOf(byMachine.get(machine)!)]);
  const own: SettingsPlace = { settings: [], defaults: [] };
  return {
    name,
    members,
    own,
    tags: new Map(),
    select: [],
    machines: new Map(places),
    extraModules: [],
    joined: new Map(joined),
  };
}

const placeOf = (joins: readonly Join[]): SettingsPlace => ({
  settings: joins
    .filter(({ settings }) => settings !== undefined)
    .map(({ settings, site }) => ({ value: settings, site })),
  defaults: [],
});

/** Returns the place where a machine joins a role; its label names the calls of the member. */
function siteOf(joins: readonly Join[]): Site {
  const { site, label } = joins[0]!;
  const parents = [...new Set(joins.map(({ call }) => call.label))];
  return { ...site, label: `${parents.join(" and ")} → ${label}` };
}

/** Returns the problems that only the complete set of instances shows. */
function problemsOfChildren(services: readonly ServiceRun[], children: Children): readonly Diagnostic[] {
  const nested = new Set([...children.values()].map(({ run }) => run.instance));
  if (nested.size === 0) return [];
  const entries = services.map(({ service }) => service);
  return [...nameClashes(entries, nested), ...entries.flatMap((service) => nestedConstraintProblems(service, nested))];
}
