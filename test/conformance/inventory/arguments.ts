/** What perInstance and perMachine were given, in the form of the cases. */
import { isTroupeError } from "@troupe/modules";
import { forceInOrder, sortedKeys } from "../modules/values.ts";
import { byNames, computed } from "./lazy.ts";
import type { Context, RoleView } from "./services.ts";

type RolesView = Readonly<Record<string, RoleView>>;

/** Arguments of callbacks. `roles` gives the roles that an instance mentions: Clan has no others. */
export function argumentsOf(context: Context, roles: (instance: string) => readonly string[]): object {
  const { machine, instanceName, instances } = context;
  const rolesOf = (instance: string, views: RolesView): object =>
    byNames(roles(instance), (role) => roleView(views[role]!));
  const common = { machine: () => ({ name: machine.name, roles: machine.roles }) };
  if (instanceName === undefined) {
    const instance = (name: string): object => computed({ roles: () => rolesOf(name, instances[name]!.roles) });
    return computed({ ...common, instances: () => byNames(Object.keys(instances), instance) });
  }
  return computed({
    ...common,
    instanceName: () => instanceName,
    settings: () => context.settings,
    roles: () => rolesOf(instanceName, context.roles),
  });
}

function roleView(role: RoleView): object {
  return computed({
    machines: () =>
      byNames(sortedKeys(role.machines), (machine) => computed({ settings: () => role.machines[machine]!.settings })),
    settings: () => attempt(() => forceInOrder(role.settings)),
  });
}

function attempt(compute: () => unknown): object {
  try {
    return { ok: compute() };
  } catch (error) {
    if (isTroupeError(error)) return { failed: true };
    throw error;
  }
}
