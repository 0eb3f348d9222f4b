/** The run of one instance: the settings of its roles, and a call of perInstance for each member. */
import type { ModuleLike } from "@troupe/modules";
import { annotationsReader } from "../annotations/reader.ts";
import { createExportsReader } from "../exports/reader.ts";
import type { Instance, UsableService } from "../model/instance.ts";
import { lazyProperty } from "../lazy-property.ts";
import { labelsByMember } from "../collections.ts";
import { memoize } from "../memoize.ts";
import { mkExportsOf, type Surroundings } from "./call-context.ts";
import { Call, type Callee, inside, places, scopes } from "./calls.ts";
import { type RoleSettings, roleSettings } from "./settings.ts";
import { type RolesOf, rolesView, sharedProperty } from "./views.ts";

/** See {@link runInstance}. */
export interface InstanceRun {
  readonly instance: Instance;
  readonly settings: (role: string) => RoleSettings;
  /** Its roles as services see them; the same for all calls. */
  readonly roles: () => RolesOf;
  /** The property of the instance in the context of perMachine. */
  readonly property: PropertyDescriptor;
  /** The roles of every member, in byte order; without observed ones. */
  readonly rolesOf: ReadonlyMap<string, readonly string[]>;
  /** The calls of a role. */
  readonly callsOf: (role: string) => RoleCalls;
  /** The calls for the members of a role, in byte order of machines. */
  readonly calls: (role: string) => readonly Call[];
  /** The calls that have been kept so far. */
  readonly keptCalls: () => Iterable<Call>;
}

/** The calls for the members of a role. */
export interface RoleCalls {
  /** The call for a member; the same each time, once it has been kept. */
  readonly of: (machine: string, keep: boolean) => Call;
  /** The calls that have been kept so far. */
  readonly kept: () => Iterable<Call>;
}

function roleCalls(callee: Callee): RoleCalls {
  const known = new Map<string, Call>();
  return {
    of(machine, keep) {
      const found = known.get(machine) ?? new Call(callee, machine);
      if (keep) known.set(machine, found);
      return found;
    },
    kept: () => known.values(),
  };
}

/** Returns the settings and calls of one instance. Both are computed on demand. */
export function runInstance(service: UsableService, instance: Instance, surroundings: Surroundings): InstanceRun {
  const { views, meta, store } = surroundings;
  const settingsOf = new Map<string, RoleSettings>();
  const settings = (role: string): RoleSettings =>
    memoize(settingsOf, role, () => {
      const declared = service.definition.roles[role]!.interface ?? {};
      const declaredAt = {
        ...service.site,
        pointer: ["roles", role, "interface"],
        label: `service ${service.name}, role ${role}`,
      };
      return roleSettings(instance, instance.roles.get(role)!, { declared, meta, declaredAt });
    });
  let view: RolesOf | undefined;
  const roles = () => (view ??= rolesView(service, instance, views, settings));
  const rolesOf = rolesOfMachines(service.active, [instance]);
  const byRole = new Map(service.active.map((role) => [role, roleCalls(calleeOf(role))]));

  function calleeOf(roleName: string): Callee {
    const { extraModules, joined } = instance.roles.get(roleName)!;
    const perInstance = service.definition.roles[roleName]!.perInstance;
    const quoted = { role: JSON.stringify(roleName), service: JSON.stringify(service.name) };
    const words = `perInstance of role ${quoted.role} of service ${quoted.service} (instance ${instance.name}, machine `;
    const label = `instance ${instance.name}, role ${roleName}`;

    const own = settings(roleName);

    function run(self: Call): unknown {
      const { machineName } = self;
      const context = {
        instanceName: instance.name,
        roleName,
        settings: own.ready(machineName),
        extendSettings(extension: unknown): unknown {
          const extensionSite = { ...service.site, label: `${self.caller}, extendSettings` };
          const modules = Array.isArray(extension)
            ? (extension as readonly ModuleLike[])
            : [{ config: extension, site: extensionSite }];
          return own.extended(machineName, modules).config;
        },
        machine: views.machine(machineName, rolesOf.get(machineName)!, self),
        roles: roles(),
        exports: createExportsReader(store, self),
        meta,
        extensions: instance.extensions ?? noExtensions,
        annotations: annotationsReader(surroundings, self),
        mkExports: mkExportsOf(self),
      };
      // Wrong settings fail the code that reads them, not the call.
      if (context.settings === undefined) lazyProperty(context, "settings", () => own.of(machineName).config);
      return perInstance!(context);
    }

    return {
      ...scopes({ serviceName: service.name, instanceName: instance.name, roleName }),
      cluster: instance.cluster,
      ...places(inside(service.site, "roles", roleName, "perInstance")),
      resultKeys: surroundings.resultKeys,
      extraModules,
      caller: (machine) => `${words}${machine})`,
      label: (machine) => joined?.get(machine)?.label ?? label,
      settings: (machine) => own.of(machine).config,
      run: perInstance && run,
    };
  }

  return {
    instance,
    settings,
    roles,
    property: sharedProperty(() => ({ roles: roles() })),
    rolesOf,
    callsOf: (role) => byRole.get(role)!,
    keptCalls: () => [...byRole.values()].flatMap(({ kept }) => [...kept()]),
    calls: (role) => instance.roles.get(role)!.members.map((machine) => byRole.get(role)!.of(machine, true)),
  };
}

const noExtensions = {};

/** Which of these roles, in byte order, each member of these instances has in any of them. */
export function rolesOfMachines(
  roles: readonly string[],
  instances: readonly Instance[],
): ReadonlyMap<string, readonly string[]> {
  return labelsByMember(
    roles.flatMap((role) => instances.map((instance) => [role, instance.roles.get(role)!.members] as const)),
  );
}
