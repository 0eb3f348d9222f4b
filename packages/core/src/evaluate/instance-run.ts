/** One instance at work: the settings of its roles, and a call of perInstance for each member. */
import type { ModuleLike } from "@troupe/modules";
import { buildScopeKey } from "../exports/scope.ts";
import type { Instance } from "../inventory/model.ts";
import type { UsableService } from "../inventory/services.ts";
import { byName } from "../names.ts";
import { remember } from "../remember.ts";
import { callContext, type Surroundings } from "./call-context.ts";
import { type Call, createCall, inside } from "./calls.ts";
import { type RoleSettings, roleSettings } from "./settings.ts";
import { lazily, type RolesOf, rolesView } from "./views.ts";

/** See {@link runInstance}. */
export interface InstanceRun {
  readonly instance: Instance;
  readonly settings: (role: string) => RoleSettings;
  /** Its roles as services see them; the same for all calls. */
  readonly roles: () => RolesOf;
  /** The roles of every member, in byte order of machines and roles. */
  readonly rolesOf: ReadonlyMap<string, readonly string[]>;
  /** The calls for the members of a role, in byte order of machines. */
  readonly calls: (role: string) => readonly Call[];
}

/** The settings and calls of one instance. Nothing runs before it is asked for. */
export function runInstance(service: UsableService, instance: Instance, surroundings: Surroundings): InstanceRun {
  const { machines, meta } = surroundings;
  const settingsOf = new Map<string, RoleSettings>();
  const settings = (role: string): RoleSettings =>
    remember(settingsOf, role, () => {
      const declared = service.definition.roles[role]!.interface ?? {};
      return roleSettings(instance, instance.roles.get(role)!, { declared, meta, tagsOf: (machine) => machines.get(machine)!.tags });
    });
  let view: RolesOf | undefined;
  const roles = () => (view ??= rolesView(service, instance, machines, settings));
  const rolesOf = rolesOfMachines([instance]);
  const callsOf = new Map<string, readonly Call[]>();
  const calls = (role: string) => remember(callsOf, role, () => instance.roles.get(role)!.members.map((machine) => callOf(role, machine)));

  function callOf(roleName: string, machineName: string): Call {
    const { extraModules, joined } = instance.roles.get(roleName)!;
    const scope = { serviceName: service.name, instanceName: instance.name, roleName, machineName };
    const perInstance = service.definition.roles[roleName]!.perInstance;
    const caller = `perInstance of role ${JSON.stringify(roleName)} of service ${JSON.stringify(service.name)} (instance ${instance.name}, machine ${machineName})`;
    const ownSettings = () => settings(roleName).of(machineName).config;
    const extendSettings = (extension: unknown): unknown => {
      const site = { ...service.site, label: `${caller}, extendSettings` };
      const modules = Array.isArray(extension) ? (extension as readonly ModuleLike[]) : [{ config: extension, site }];
      return settings(roleName).extended(machineName, modules).config;
    };
    return createCall({
      scope,
      origin: buildScopeKey(scope),
      caller,
      label: joined?.get(machineName)?.label ?? `instance ${instance.name}, role ${roleName}`,
      site: inside(service.site, "roles", roleName, "perInstance"),
      settings: ownSettings,
      extraModules,
      run:
        perInstance &&
        ((call) => {
          const context = callContext(surroundings, call, scope, rolesOf.get(machineName)!);
          Object.assign(context, { instanceName: instance.name, roleName, roles: roles(), extendSettings });
          lazily(context, "settings", ownSettings);
          return perInstance(context);
        }),
    });
  }
  return { instance, settings, roles, rolesOf, calls };
}

/** The roles that each member of these instances has in any of them, in byte order of machines and roles. */
export function rolesOfMachines(instances: readonly Instance[]): ReadonlyMap<string, readonly string[]> {
  const roles = new Map<string, Set<string>>();
  for (const instance of instances) {
    for (const { name, members } of instance.roles.values())
      for (const machine of members) remember(roles, machine, () => new Set<string>()).add(name);
  }
  return new Map([...roles].toSorted(([a], [b]) => byName(a, b)).map(([machine, names]) => [machine, [...names].toSorted(byName)]));
}
