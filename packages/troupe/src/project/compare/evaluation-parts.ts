/** The parts of an evaluation, which can be compared with the parts of another evaluation. */
import type { Evaluated } from "@troupe/core";
import { type DefinitionInfo, force } from "@troupe/modules";
import { stablePlaceholders } from "@troupe/vocabulary/internal";

/** The kinds of parts. Values of a later level may follow from values of an earlier one. */
export const levels = ["inventory", "settings", "export", "machine"] as const;

/** The identity of a part. */
export interface PartName {
  readonly level: (typeof levels)[number];
  /** Empty for the inventory, INSTANCE/ROLE/MACHINE for settings, the scope of an export, the name of a machine. */
  readonly name: string;
}

/** A part of an evaluation, with its values. */
export interface Part extends PartName {
  /** Returns the value of the part as JSON. */
  readonly json: () => string;
  /** Returns all definitions of the value at a path in the part. */
  readonly definitionsAt: (path: readonly string[]) => readonly DefinitionInfo[];
}

/** Returns a key that no other part has. */
export const partKey = ({ level, name }: PartName): string => `${level} ${name}`;

/**
 * Yields all parts of an evaluation without errors, earlier levels first. A machine is released before the next one is
 * evaluated.
 */
export function* partsOf(
  evaluated: Evaluated,
  machines: Iterable<string> = evaluated.inventory.machines.keys(),
): Iterable<Part> {
  yield inventoryPart(evaluated);
  yield* settingsParts(evaluated);
  for (const key of evaluated.exports.keys()) yield exportPart(evaluated, key);
  for (const { machine, evaluation } of evaluated.eachMachine(machines)) yield machinePart(machine.name, evaluation);
}

/** Returns the part for the configuration of a machine. */
export const machinePart = (
  name: string,
  { config, definitionsAt }: ReturnType<Evaluated["machine"]>["evaluation"],
): Part => ({
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
                roles: mapped(instance.roles, ({ members }) => ({
                  machines: Object.fromEntries(members.map((member) => [member, true])),
                })),
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

const jsonOf = (value: unknown): string => stablePlaceholders(JSON.stringify(force(value)) ?? "null");

const mapped = <T, R>(map: ReadonlyMap<string, T>, change: (value: T) => R): { readonly [key: string]: R } =>
  Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
