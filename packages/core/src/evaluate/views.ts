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

const behind = Symbol("behind");

/** What the values of a view that are computed when they are read are computed from. */
interface Behind {
  readonly machine: (name: string) => Machine;
  /** Who is named where a machine has no address. */
  readonly reader: () => string;
  readonly settings: (machine: string) => unknown;
}
interface View {
  readonly name: string;
  readonly [behind]: Behind;
}

// There is a view for every member of every instance, so views hold no functions of their own: they share these.
const address: PropertyDescriptor & ThisType<View> = {
  enumerable: true,
  configurable: true,
  get() {
    const { machine, reader } = this[behind];
    return addressOf(machine(this.name), reader);
  },
};
const settings: PropertyDescriptor & ThisType<View> = {
  enumerable: true,
  configurable: true,
  get() {
    return this[behind].settings(this.name);
  },
};

function addressOf(machine: Machine, reader: () => string): string {
  if (machine.address !== undefined) return machine.address;
  const details = { path: `machines.${machine.name}.address`, marks: [{ site: machine.site }] };
  return fail(noAddress, { machine: machine.name, reader: reader() }, details);
}

/** A machine as `reader` sees it, who is named where it has no address. */
export function machineView(machine: Machine, roles: readonly string[], reader: string): MachineView {
  const view = { name: machine.name, class: machine.class, tags: machine.tags, roles };
  const from: Behind = { machine: () => machine, reader: () => reader, settings: () => undefined };
  Object.defineProperty(view, behind, { value: from });
  return Object.defineProperty(view, "address", address) as MachineView;
}

/** A member of a role. */
function memberView({ name, tags }: Machine, from: Behind): object {
  const view = { name, tags };
  Object.defineProperty(view, behind, { value: from });
  Object.defineProperty(view, "address", address);
  return Object.defineProperty(view, "settings", settings);
}

/** Every role of an instance, with its members. */
export function rolesView(
  service: Pick<ServiceEntry, "roles">,
  instance: Instance,
  machines: ReadonlyMap<string, Machine>,
  settingsOf: (role: string) => RoleSettings,
): RolesOf {
  const roles: { [role: string]: AnyRoleView } = {};
  for (const role of service.roles) {
    lazily(roles, role, () => {
      const from: Behind = {
        machine: (name) => machines.get(name)!,
        reader: () => `Instance ${JSON.stringify(instance.name)}, where it has the role ${JSON.stringify(role)},`,
        settings: (machine) => settingsOf(role).of(machine).config,
      };
      // Not filled one by one: of an object made like this, engines can list a thousand names without sorting them again each time.
      const members = Object.fromEntries(instance.roles.get(role)!.members.map((name) => [name, memberView(machines.get(name)!, from)]));
      const view = { machines: members };
      lazily(view, "settings", () => settingsOf(role).role().config);
      return view as unknown as AnyRoleView;
    });
  }
  return roles;
}
