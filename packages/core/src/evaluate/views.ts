/**
 * Machines, roles and instances as services see them: plain objects, whose settings are computed when they are read.
 */
import { fail } from "@troupe/modules";
import { noAddress } from "../diagnostics.ts";
import type { Instance, ServiceEntry } from "../model/instance.ts";
import type { Machine } from "../model/machine.ts";
import type { MachineView, RoleView } from "../model/service-context.ts";
import { nameOfRunning } from "../guard.ts";
import { lazyProperty } from "../lazy-property.ts";
import type { RoleSettings } from "./settings.ts";

/** A role as services see it, whatever its interface. */
type AnyRoleView = RoleView<{ readonly [option: string]: never }>;
/** The roles of one instance as services see them; shared by all calls of the instance. */
export type RolesOf = { readonly [role: string]: AnyRoleView };

/**
 * A property for many objects whose value is computed when the first of them reads it. Engines keep the functions of
 * accessors, and what these know, for longer than the objects that have them: there must not be one for each of many
 * objects.
 */
export function sharedProperty(compute: () => unknown): PropertyDescriptor {
  let known: { readonly value: unknown } | undefined;
  return { enumerable: true, configurable: true, get: () => (known ??= { value: compute() }).value };
}

const behind = Symbol("behind");
/** A member whose settings are computed when they are read. */
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

/** A call that may read the address of its own machine. */
export interface AddressReader {
  /** True if the call has read the address. */
  addressed: boolean;
}

const reading = Symbol("reading");
interface OwnMachine {
  readonly name: string;
  readonly [reading]: AddressReader;
}

/** Makes the views of machines. */
export interface Views {
  /** The machine of a call, as the call sees it; its address is recorded when it is read. */
  readonly machine: (name: string, roles: readonly string[], reader: AddressReader) => MachineView;
  /** A member of a role. */
  readonly member: (name: string, settingsOf: (machine: string) => unknown) => object;
}

/** The views of these machines. */
export function createViews(machines: ReadonlyMap<string, Machine>): Views {
  const withoutAddress: PropertyDescriptor & ThisType<{ readonly name: string }> = {
    enumerable: true,
    configurable: true,
    get() {
      return refuseAddress(machines.get(this.name)!);
    },
  };
  // There is a view for every call, so the views share this accessor instead of holding functions of their own.
  const ownAddress: PropertyDescriptor & ThisType<OwnMachine> = {
    enumerable: true,
    get() {
      this[reading].addressed = true;
      const machine = machines.get(this.name)!;
      return machine.address ?? refuseAddress(machine);
    },
  };
  return {
    machine(name, roles, reader) {
      const { class: machineClass, tags } = machines.get(name)!;
      const view = Object.defineProperty({ name, class: machineClass, tags, roles }, reading, { value: reader });
      return Object.freeze(Object.defineProperty(view, "address", ownAddress)) as unknown as MachineView;
    },
    member(name, settingsOf) {
      const { tags, address } = machines.get(name)!;
      const view =
        address === undefined
          ? Object.defineProperty({ name, tags }, "address", withoutAddress)
          : { name, tags, address };
      Object.defineProperty(view, behind, { value: settingsOf });
      return Object.defineProperty(view, "settings", settings);
    },
  };
}

function refuseAddress(machine: Machine): never {
  const details = { path: `machines.${machine.name}.address`, marks: [{ site: machine.site }] };
  return fail(noAddress, { machine: machine.name, reader: nameOfRunning() ?? "A service" }, details);
}

/** Every role of an instance, with its members. */
export function rolesView(
  service: Pick<ServiceEntry, "roles">,
  instance: Instance,
  { member }: Views,
  settingsOf: (role: string) => RoleSettings,
): RolesOf {
  const roles: { [role: string]: AnyRoleView } = {};
  for (const role of service.roles) {
    lazyProperty(roles, role, () => {
      const { ready, of } = settingsOf(role);
      const own = (machine: string) => ready(machine) ?? of(machine).config;
      const members: { [machine: string]: object } = {};
      for (const name of instance.roles.get(role)!.members) members[name] = member(name, own);
      // All calls of the instance share it.
      const view = { machines: Object.freeze(members) };
      lazyProperty(view, "settings", () => settingsOf(role).role().config);
      return view as unknown as AnyRoleView;
    });
  }
  return roles;
}
