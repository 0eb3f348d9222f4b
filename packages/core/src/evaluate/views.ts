/** What services see of machines, roles and instances: plain objects, settings computed when they are read. */
import { fail } from "@troupe/modules";
import { noAddress } from "../diagnostics.ts";
import type { Instance, Machine, ServiceEntry } from "../inventory/model.ts";
import type { MachineView, RoleView } from "../service/context.ts";
import { nameOfRunning } from "../guard.ts";
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

/** Adds a value that is computed whenever it is read, to be found on an object like any other. */
export function defineLazily(target: object, key: string, get: () => unknown): void {
  Object.defineProperty(target, key, { enumerable: true, configurable: true, get });
}

/** A machine as services see it. */
export function machineView(machine: Machine, roles: readonly string[]): MachineView {
  const { name, class: machineClass, tags, address } = machine;
  if (address !== undefined) return { name, class: machineClass, tags, roles, address };
  const view = { name, class: machineClass, tags, roles };
  defineLazily(view, "address", () => refuseAddress(machine));
  return view as unknown as MachineView;
}

function refuseAddress(machine: Machine): never {
  const details = { path: `machines.${machine.name}.address`, marks: [{ site: machine.site }] };
  return fail(noAddress, { machine: machine.name, reader: nameOfRunning() ?? "A service" }, details);
}

const behind = Symbol("behind");
interface Member {
  readonly name: string;
  readonly [behind]: (machine: string) => unknown;
}

// There is a view for every member of every instance, so they hold no functions of their own: they share this one.
const settings: PropertyDescriptor & ThisType<Member> = {
  enumerable: true,
  configurable: true,
  get() {
    return this[behind](this.name);
  },
};

/** A member of a role. */
function memberView(machine: Machine, settingsOf: (machine: string) => unknown): object {
  const { name, tags, address } = machine;
  const view = address === undefined ? { name, tags } : { name, tags, address };
  if (address === undefined) defineLazily(view, "address", () => refuseAddress(machine));
  Object.defineProperty(view, behind, { value: settingsOf });
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
      const { ready, of } = settingsOf(role);
      const own = (machine: string) => ready(machine) ?? of(machine).config;
      // Not filled one by one: of an object made like this, engines can list a thousand names without sorting them again each time.
      const members = Object.fromEntries(instance.roles.get(role)!.members.map((name) => [name, memberView(machines.get(name)!, own)]));
      const view = { machines: members };
      lazily(view, "settings", () => settingsOf(role).role().config);
      return view as unknown as AnyRoleView;
    });
  }
  return roles;
}
