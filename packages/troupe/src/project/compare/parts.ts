/** What an evaluation comes to, in parts that can be compared with those of another one. */
import type { Evaluated } from "@troupe/core";
import { type DefinitionInfo, force } from "@troupe/modules";

/** The kinds of parts; what is in a later one may follow from what is in an earlier one. */
export const levels = ["inventory", "settings", "export", "machine"] as const;

/** What a part is. */
export interface PartName {
  readonly level: (typeof levels)[number];
  /** Empty for the inventory, INSTANCE/ROLE/MACHINE for settings, the scope of an export, the name of a machine. */
  readonly name: string;
}

/** A part of an evaluation. */
export interface Part extends PartName {
  /** What it comes to, as JSON. */
  readonly json: () => string;
  /** Everything that defines what is at a path in it. */
  readonly definitionsAt: (path: readonly string[]) => readonly DefinitionInfo[];
}

/** The key of a part: no two are the same. */
export const partKey = ({ level, name }: PartName): string => `${level} ${name}`;

/** All parts of an evaluation that has no errors, earlier levels first. Of a machine, nothing is kept once the next one is asked for. */
export function* partsOf(evaluated: Evaluated, machines: Iterable<string> = evaluated.inventory.machines.keys()): Iterable<Part> {
  yield inventoryPart(evaluated);
  yield* settingsParts(evaluated);
  for (const key of evaluated.exports.keys()) yield exportPart(evaluated, key);
  for (const each of evaluated.eachMachine(machines)) yield machinePart(each.machine.name, each.evaluation);
}

/** The configuration of a machine. */
export const machinePart = (name: string, { config, definitionsAt }: ReturnType<Evaluated["machine"]>["evaluation"]): Part => ({
  level: "machine",
  name,
  json: () => jsonOf(config),
  definitionsAt,
});

function inventoryPart({ inventory, services }: Evaluated): Part {
  return {
    level: "inventory",
    name: "",
    json: () =>
      jsonOf({
        meta: inventory.meta,
        machines: mapped(inventory.machines, ({ class: className, tags, address, targetHost }) => ({
          class: className,
          tags,
          address: address ?? null,
          deploy: { targetHost: targetHost ?? null },
        })),
        tags: Object.fromEntries(inventory.tags),
        instances: Object.fromEntries(
          services().flatMap((service) =>
            service.instances.map((instance) => [
              instance.name,
              {
                service: service.name,
                roles: mapped(instance.roles, ({ members }) => ({ machines: Object.fromEntries(members.map((each) => [each, true])) })),
              },
            ]),
          ),
        ),
      }),
    definitionsAt: inventory.definitionsAt,
  };
}

function* settingsParts(evaluated: Evaluated): Iterable<Part> {
  for (const { name, roles } of evaluated.services().flatMap(({ instances }) => instances)) {
    for (const role of roles.values()) {
      for (const member of role.members) {
        const { config, definitionsAt } = evaluated.settings(name, role.name, member)!;
        yield { level: "settings", name: `${name}/${role.name}/${member}`, json: () => jsonOf(config), definitionsAt };
      }
    }
  }
}

function exportPart({ exports }: Evaluated, key: string): Part {
  return {
    level: "export",
    name: key,
    json: () => jsonOf(exports.value(key)),
    definitionsAt: (path) => exports.evaluation(key)!.definitionsAt([...exports.root(key), ...path]),
  };
}

const jsonOf = (value: unknown): string => JSON.stringify(force(value)) ?? "null";

const mapped = <T, R>(map: ReadonlyMap<string, T>, change: (value: T) => R): { readonly [key: string]: R } =>
  Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
