/** One service at work: the settings of its roles, and a call of perInstance or perMachine for each member. */
import { fail, type ModuleLike, type Site } from "@troupe/modules";
import { perMachineSettings } from "../diagnostics.ts";
import { createExportsReader, type ExportReader } from "../exports/reader.ts";
import { buildScopeKey, type Scope } from "../exports/scope.ts";
import type { ExportStore } from "../exports/store.ts";
import { guard } from "../guard.ts";
import type { Instance, InstanceRole, Machine, ServiceEntry } from "../inventory/model.ts";
import { byName } from "../names.ts";
import { groupBy, remember } from "../remember.ts";
import type { ExportsRecord } from "../exports/types.ts";
import type { Meta } from "../service/context.ts";
import { type Call, createCall, inside } from "./calls.ts";
import { type RoleSettings, roleSettings } from "./settings.ts";
import { lazily, machineView, type RolesOf, rolesView } from "./views.ts";

/** What all services have around them. */
export interface Surroundings {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly meta: Meta;
  /** The exports of all services; not to be asked for before they all exist. */
  readonly store: () => ExportStore;
}

/** See {@link runService}. */
export interface ServiceRun {
  readonly service: ServiceEntry;
  readonly settings: (instance: Instance, role: string) => RoleSettings;
  readonly isMember: (instance: Instance, role: string, machine: string) => boolean;
  /** Every call, those of perMachine first, then by role, instance and machine; the order in which Clan imports their modules. */
  readonly calls: () => readonly Call[];
  readonly callsOn: (machine: string) => readonly Call[];
}

/** The settings and calls of one service. Nothing runs before it is asked for. */
export function runService(service: ServiceEntry, { machines, meta, store }: Surroundings): ServiceRun {
  const settingsOf = new Map<string, RoleSettings>();
  const viewOf = new Map<string, RolesOf>();
  const settings = (instance: Instance, role: string): RoleSettings =>
    remember(settingsOf, `${instance.name}:${role}`, () => {
      const declared = service.definition.roles[role]!.interface ?? {};
      return roleSettings(instance, instance.roles.get(role)!, { declared, meta, tagsOf: (machine) => machines.get(machine)!.tags });
    });
  const roles = (instance: Instance): RolesOf =>
    remember(viewOf, instance.name, () => rolesView(service, instance, machines, (role) => settings(instance, role)));
  const memberships = new Map(service.instances.map((instance) => [instance, rolesOfMachines([instance])]));

  let made: readonly Call[] | undefined;
  const calls = () => (made ??= [...machineCalls(), ...instanceCalls()]);
  let byMachine: ReadonlyMap<string, readonly Call[]> | undefined;
  const callsOn = (machine: string) => (byMachine ??= groupBy(calls(), (call) => call.machineName)).get(machine) ?? [];

  function* instanceCalls(): Iterable<Call> {
    for (const role of service.roles) {
      for (const instance of service.instances) {
        const ofInstance = instance.roles.get(role)!;
        for (const machine of ofInstance.members) yield instanceCall(instance, ofInstance, machine);
      }
    }
  }

  function instanceCall(instance: Instance, { name: roleName, extraModules }: InstanceRole, machineName: string): Call {
    const scope = { serviceName: service.name, instanceName: instance.name, roleName, machineName };
    const perInstance = service.definition.roles[roleName]!.perInstance;
    const caller = `perInstance of role ${JSON.stringify(roleName)} of service ${JSON.stringify(service.name)} (instance ${instance.name}, machine ${machineName})`;
    const ownSettings = () => settings(instance, roleName).of(machineName).config;
    const extendSettings = (extension: unknown): unknown => {
      const site = { ...service.site, label: `${caller}, extendSettings` };
      const modules = Array.isArray(extension) ? (extension as readonly ModuleLike[]) : [{ config: extension, site }];
      return settings(instance, roleName).extended(machineName, modules).config;
    };
    return createCall({
      scope,
      origin: buildScopeKey(scope),
      caller,
      label: `instance ${instance.name}, role ${roleName}`,
      site: inside(service.site, "roles", roleName, "perInstance"),
      settings: ownSettings,
      extraModules,
      run:
        perInstance &&
        ((call) => {
          const context = callContext(call, scope, memberships.get(instance)!.get(machineName)!);
          Object.assign(context, { instanceName: instance.name, roleName, roles: roles(instance), extendSettings });
          lazily(context, "settings", ownSettings);
          return perInstance(context);
        }),
    });
  }

  function* machineCalls(): Iterable<Call> {
    const perMachine = service.definition.perMachine;
    if (perMachine === undefined) return;
    const instancesOf = new Map<string, Instance[]>();
    for (const instance of service.instances) {
      for (const machine of memberships.get(instance)!.keys()) remember(instancesOf, machine, (): Instance[] => []).push(instance);
    }
    for (const [machineName, ownRoles] of rolesOfMachines(service.instances)) {
      const scope = { serviceName: service.name, machineName };
      const caller = `perMachine of service ${JSON.stringify(service.name)} (machine ${machineName})`;
      yield createCall({
        scope,
        origin: buildScopeKey(scope),
        caller,
        label: `service ${service.name}, perMachine`,
        site: inside(service.site, "perMachine"),
        settings: () => undefined,
        extraModules: [],
        run: (call) => {
          const context = callContext(call, scope, ownRoles);
          const instances = {};
          for (const instance of instancesOf.get(machineName)!) lazily(instances, instance.name, () => ({ roles: roles(instance) }));
          Object.assign(context, { instances });
          // Not enumerable: whoever copies the context does not read it.
          Object.defineProperty(context, "settings", { get: () => fail(perMachineSettings, { caller }) });
          return perMachine(context);
        },
      });
    }
  }

  /** What both callbacks receive. */
  function callContext(call: ExportReader, scope: Scope & { machineName: string }, ownRoles: readonly string[]) {
    const context = {
      machine: machineView(machines.get(scope.machineName)!, ownRoles, call.caller),
      meta,
      mkExports(value: unknown, { scope: level }: { scope?: string } = {}): ExportsRecord {
        const site: Site = { ...inside(call.site, "exports"), label: `${call.caller}, exports`, origin: buildScopeKey(scope) };
        return {
          "~exports": true,
          key: buildScopeKey(level === undefined ? scope : widened(scope, level)),
          value: deferredExport(value, call, site),
          site,
        };
      },
    };
    lazily(context, "exports", () => createExportsReader(store(), call));
    return context;
  }

  const isMember = (instance: Instance, role: string, machine: string) => memberships.get(instance)!.get(machine)?.includes(role) === true;
  return { service, settings, isMember, calls, callsOn };
}

/** The roles that each member of these instances has in any of them, in byte order of machines and roles. */
function rolesOfMachines(instances: readonly Instance[]): ReadonlyMap<string, readonly string[]> {
  const roles = new Map<string, Set<string>>();
  for (const instance of instances) {
    for (const { name, members } of instance.roles.values())
      for (const machine of members) remember(roles, machine, () => new Set<string>()).add(name);
  }
  return new Map([...roles].toSorted(([a], [b]) => byName(a, b)).map(([machine, names]) => [machine, [...names].toSorted(byName)]));
}

function widened({ serviceName, instanceName, roleName }: Scope, level: string): Scope {
  if (level === "service") return { serviceName };
  if (level === "instance") return { serviceName, instanceName };
  return { serviceName, instanceName, roleName };
}

/** A function given to mkExports is called when somebody reads the export, and what it throws is its own call's fault. */
function deferredExport(value: unknown, call: ExportReader, site: Site): unknown {
  return typeof value === "function"
    ? { _type: "lazy", content: () => guard(`mkExports in ${call.caller}`, site, () => value() as unknown) }
    : value;
}
