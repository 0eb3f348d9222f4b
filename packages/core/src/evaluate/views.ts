/** What services see of machines, roles and instances: plain objects, settings computed when they are read. */
import { diagnose, TroupeError } from "@troupe/modules";
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
  const view = { name, class: machineClass, tags, roles };
  addAddress(view, machine, reader);
  return view as MachineView;
}

function addAddress(view: object, machine: Machine, reader: string): void {
  if (machine.address !== undefined) Object.assign(view, { address: machine.address });
  else {
    lazily(view, "address", () => {
      throw new TroupeError([
        diagnose(
          noAddress,
          { machine: machine.name, reader },
          { path: `machines.${machine.name}.address`, marks: [{ site: machine.site }] },
        ),
      ]);
    });
  }
}

/** Every role of an instance, with its members. */
export function rolesView(
  service: ServiceEntry,
  instance: Instance,
  machines: ReadonlyMap<string, Machine>,
  settings: (role: string) => RoleSettings,
): RolesOf {
  const roles: { [role: string]: AnyRoleView } = {};
  for (const role of service.roles) {
    lazily(roles, role, () => {
      const members: { [machine: string]: object } = {};
      for (const name of instance.roles.get(role)!.members) {
        const machine = machines.get(name)!;
        const member = { name, tags: machine.tags };
        addAddress(member, machine, `Instance ${JSON.stringify(instance.name)}, where it has the role ${JSON.stringify(role)},`);
        lazily(member, "settings", () => settings(role).of(name).config);
        members[name] = member;
      }
      const view = { machines: members };
      lazily(view, "settings", () => settings(role).role().config);
      return view as unknown as AnyRoleView;
    });
  }
  return roles;
}
