/** `troupe show --view`: one question about the whole inventory each, answered with a list of records. */
import { isIP } from "node:net";
import { type Evaluated, type Ips, type Machine } from "@troupe/core";
import { fqdnOf } from "@troupe/core/internal";
import { isTroupeError } from "@troupe/modules";
import type { SystemConfig } from "@troupe/vocabulary";
import { platformOf } from "../../platforms/platforms.ts";
import { listed } from "../../text/text.ts";

/** What one row of a view may hold; lists are shortened for people. */
export type ViewRecord = { readonly [column: string]: string | number | boolean | null | readonly string[] };

/** A view: its columns, and its records, which are what `--json` prints. */
export interface View {
  readonly columns: readonly string[];
  readonly records: (evaluated: Evaluated) => readonly ViewRecord[];
}

const machinesOf = ({ inventory }: Evaluated): readonly Machine[] => [...inventory.machines.values()];

/**
 * The addresses of a machine; where nothing declares them its `address`, if that is one and no name; and nothing where
 * nobody knows any.
 */
function ipsOf({ inventory }: Evaluated, { name, address }: Machine): Ips {
  try {
    return inventory.annotations(name).ips;
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return address === undefined || isIP(address) === 0 ? {} : { "": [address] };
  }
}

const hosts: View = {
  columns: ["machine", "name", "cluster", "fqdn", "class", "address", "tags"],
  records: (evaluated) =>
    machinesOf(evaluated).map((machine) => ({
      machine: machine.name,
      name: machine.shortName,
      cluster: machine.cluster ?? null,
      fqdn: fqdnOf(machine, evaluated.inventory.meta.domain),
      class: machine.class,
      address: machine.address ?? null,
      tags: machine.tags.filter((tag) => tag !== "all" && tag !== machine.class),
    })),
};

/** What stands for a machine of which no address is known. */
const noIps: readonly (readonly [string, readonly string[]])[] = [["", []]];

const ips: View = {
  columns: ["machine", "interface", "ips"],
  records: (evaluated) =>
    machinesOf(evaluated).flatMap((machine) => {
      const known = Object.entries(ipsOf(evaluated, machine));
      return (known.length === 0 ? noIps : known).map(([networkInterface, addresses]) => ({
        machine: machine.name,
        interface: networkInterface === "" ? null : networkInterface,
        ips: addresses,
      }));
    }),
};

const dns: View = {
  columns: ["fqdn", "machine", "ips"],
  records: (evaluated) =>
    machinesOf(evaluated).map((machine) => ({
      fqdn: fqdnOf(machine, evaluated.inventory.meta.domain),
      machine: machine.name,
      ips: Object.values(ipsOf(evaluated, machine)).flat(),
    })),
};

const users: View = {
  columns: ["user", "machine", "kind", "group", "groups", "keys"],
  records: (evaluated) =>
    [...evaluated.eachMachine()].flatMap(({ machine, evaluation }) =>
      Object.values((evaluation.config as unknown as SystemConfig).users.users).map((user) => ({
        user: user.name,
        machine: machine.name,
        kind: user.isNormalUser ? "person" : user.isSystemUser ? "service" : null,
        group: user.group || (user.isNormalUser ? "users" : null),
        groups: user.extraGroups,
        keys: user.openssh.authorizedKeys.keys.length,
      })),
    ),
};

const services: View = {
  columns: ["instance", "service", "cluster", "role", "receives", "machines"],
  records: (evaluated) =>
    evaluated.services().flatMap(({ name: service, active, instances }) =>
      instances.flatMap(({ name, cluster, roles }) =>
        [...roles.values()].map((role) => ({
          instance: name,
          service,
          cluster: cluster ?? null,
          role: role.name,
          receives: active.includes(role.name),
          machines: role.members,
        })),
      ),
    ),
};

const versions: View = {
  columns: ["machine", "generation", "packages"],
  records: (evaluated) =>
    machinesOf(evaluated).flatMap((machine) => {
      const rendered = platformOf(machine)?.render?.(evaluated.machine(machine.name));
      if (rendered === undefined) return [];
      const { id, manifest } = rendered.generation;
      return [{ machine: machine.name, generation: id, packages: manifest.packages }];
    }),
};

/** By their names. */
export const views = { hosts, ips, dns, users, services, versions } satisfies { readonly [name: string]: View };
/** The name of a view. */
export type ViewName = keyof typeof views;
export const viewNames = Object.keys(views) as ViewName[];

/** A value as people read it. */
export function cell(value: ViewRecord[string] | undefined): string {
  if (value === null || value === undefined || value === "") return "-";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object") return value.length === 0 ? "-" : listed(value);
  return String(value);
}
