/** What services see of machines, roles and instances: plain objects, settings computed when they are read. */
import { fail } from "@troupe/modules";
import { noAddress } from "../diagnostics.ts";
import type { Instance, Machine, ServiceEntry } from "../inventory/model.ts";
import type { MachineView, RoleView } from "../service/context.ts";
import type { RoleSettings } from "./settings.ts";

/** A role as services see it, whatever its interface. */
type AnyRoleView = RoleView<{ readonly [option: string]: never }>;
/** The roles of one instance as services see them; shared by all calls of the instance. */
export type RolesOf = { readonly [role: string]: AnyRoleView };

/** Adds a value that is computed when it is first read, to be found on an object like any other. */
export function lazily<T>(target: object, key: string, compute: () => T): void {
  Object.defineProperty(target, key, {
    enumerable: true,
    configurable: true,
    get() {
      const value = compute();
      Object.defineProperty(target, key, { enumerable: true, value });
      return value;
    },
  });
}

/** A machine as `reader` sees it, who is named where it has no address. */
export function machineView(machine: Machine, roles: readonly string[], reader: string): MachineView {
  const { name, class: machineClass, tags } = machine;
  return {
    name,
    class: machineClass,
    tags,
    roles,
    get address() {
      return addressOf(machine, () => reader);
    },
  };
}

function addressOf(machine: Machine, reader: () => string): string {
  if (machine.address !== undefined) return machine.address;
  const details = { path: `machines.${machine.name}.address`, marks: [{ site: machine.site }] };
  return fail(noAddress, { machine: machine.name, reader: reader() }, details);
}

/** Every role of an instance, with its members. */
export function rolesView(
  service: Pick<ServiceEntry, "roles">,
  instance: Instance,
  machines: ReadonlyMap<string, Machine>,
  settings: (role: string) => RoleSettings,
): RolesOf {
  const roles: { [role: string]: AnyRoleView } = {};
  for (const role of service.roles) {
    lazily(roles, role, () => {
      const ofRole = instance.roles.get(role)!;
      const reader = () => `Instance ${JSON.stringify(instance.name)}, where it has the role ${JSON.stringify(role)},`;
      // Not filled one by one: of an object made like this, engines can list a thousand names without sorting them again each time.
      const members = Object.fromEntries(
        ofRole.members.map((name) => [name, memberView(machines.get(name)!, reader, () => settings(role).of(name).config)]),
      );
      const view = { machines: members };
      lazily(view, "settings", () => settings(role).role().config);
      return view as unknown as AnyRoleView;
    });
  }
  return roles;
}

/** A member of a role. There is one for each member of each instance, so these are literals: defining properties takes much longer. */
function memberView(machine: Machine, reader: () => string, settings: () => unknown): object {
  return {
    name: machine.name,
    tags: machine.tags,
    get address() {
      return addressOf(machine, reader);
    },
    get settings() {
      return settings();
    },
  };
}
