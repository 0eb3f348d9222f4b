/** What holds for nested services, whatever nests what. */
import { option, t } from "@troupe/modules";
import fc from "fast-check";
import { expect, test } from "vitest";
import { defineInventory } from "../inventory/define-inventory.ts";
import type { Inventory } from "../model/inventory-definition.ts";
import { defineService } from "../service/define-service.ts";
import { nested } from "../service/nested.ts";
import { evaluate } from "./testing.ts";

const words = { words: option(t.listOf(t.str)) };

const leaf = defineService({
  manifest: { name: "leaf" },
  exports: words,
  roles: {
    r: {
      interface: words,
      perInstance: ({ settings, mkExports }) => ({
        exports: mkExports({ words: settings.words }, { scope: "instance" }),
      }),
    },
  },
  perMachine: ({ instances }) => ({ module: { name: Object.keys(instances).join() } }),
});

const branch = defineService({
  manifest: { name: "branch" },
  roles: {
    r: {
      interface: words,
      // As many as take part are known while perInstance runs, and decide on what is nested further in.
      perInstance: ({ settings, roles, machine, exports, instanceName }) =>
        Object.keys(roles.r.machines).length % 2 === 0
          ? {}
          : {
              services: { leaf: nested(leaf, { r: { settings: { words: [machine.name, ...settings.words] } } }) },
              module: () => ({ lines: (exports[`leaf:${instanceName}/leaf::`] as { words: readonly string[] }).words }),
            },
    },
    quiet: {},
  },
  perMachine: ({ machine }) =>
    machine.roles.includes("quiet")
      ? { services: { all: nested(leaf, { r: { settings: { words: [...machine.roles] } } }) } }
      : {},
});

const root = defineService({
  manifest: { name: "root" },
  roles: {
    x: {
      perInstance: ({ instanceName }) => ({
        services: { b: nested(branch, { r: { settings: { words: [instanceName] } }, quiet: {} }) },
      }),
    },
    y: {
      perInstance: () => ({
        services: { b: nested(branch, { r: { settings: { words: ["y"] } } }), l: nested(leaf, { r: {} }) },
      }),
    },
  },
});

const names = ["a", "b", "c", "d"];
const member = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 });
const instance = fc.oneof(
  fc.record({ service: fc.constant("root"), x: member, y: member }),
  fc.record({ service: fc.constant("branch"), r: member, quiet: member }),
  fc.record({ service: fc.constant("leaf"), r: member }),
);
const instances = fc.dictionary(fc.constantFrom("i", "j", "k", "l"), instance, { minKeys: 1 });
type Written = typeof instances extends fc.Arbitrary<infer T> ? T : never;

/** An inventory with its machines, instances and members in the order that `arrange` puts them in. */
function inventoryOf(written: Written, arrange: <T>(list: readonly T[]) => readonly T[]): Inventory {
  const made = arrange(Object.entries(written)).map(([name, { service, ...roles }]) => {
    const assigned = arrange(Object.entries(roles as { readonly [role: string]: readonly string[] }));
    return [
      name,
      {
        service,
        roles: Object.fromEntries(assigned.map(([role, machines]) => [role, { machines: arrange(machines) }])),
      },
    ];
  });
  const json = {
    machines: Object.fromEntries(arrange(names).map((name) => [name, {}])),
    instances: Object.fromEntries(made) as object,
  };
  return defineInventory({ services: { leaf, branch, root }, json });
}

/** Everything that an evaluation says, as text; of these machines first. */
function bytes(inventory: Inventory, first: readonly string[] = []): string {
  const evaluated = evaluate(inventory);
  for (const name of first) evaluated.machine(name).evaluation.diagnostics();
  expect(evaluated.diagnostics()).toEqual([]);
  const machines = names.map((name) => [
    evaluated.machine(name).evaluation.config,
    evaluated.machine(name).contributors(),
  ]);
  const services = evaluated
    .services()
    .map(({ id, instances: all }) => [
      id,
      all.map(({ name, roles }) => [name, ...[...roles.values()].map(({ members }) => members)]),
    ]);
  return JSON.stringify({
    machines,
    services,
    exports: evaluated.exports.keys().map((key) => [key, evaluated.exports.value(key)]),
  });
}

const asWritten = <T>(list: readonly T[]): readonly T[] => list;
const reversed = <T>(list: readonly T[]): readonly T[] => list.toReversed();

test("joins do not depend on the order of machines, instances and members", () => {
  fc.assert(
    fc.property(instances, (written) => {
      expect(bytes(inventoryOf(written, reversed))).toBe(bytes(inventoryOf(written, asWritten)));
    }),
  );
});

test("the configuration of a machine does not depend on the order of requests", () => {
  fc.assert(
    fc.property(instances, fc.shuffledSubarray(names), (written, first) => {
      const inventory = inventoryOf(written, asWritten);
      expect(bytes(inventory, first)).toBe(bytes(inventory));
    }),
  );
});

test("every member of a nested instance is a member of what it is nested in", () => {
  fc.assert(
    fc.property(instances, (written) => {
      const services = evaluate(inventoryOf(written, asWritten)).services();
      const members = new Map<string, Set<string>>();
      const add = (key: string, all: readonly string[]) =>
        members.set(key, new Set([...(members.get(key) ?? []), ...all]));
      for (const { name, instances: all } of services) {
        for (const each of all)
          for (const role of each.roles.values()) for (const key of [each.name, name]) add(key, role.members);
      }
      for (const each of services.flatMap(({ instances: all }) => all).filter(({ name }) => name.includes("/"))) {
        const parents = members.get(each.name.slice(0, each.name.lastIndexOf("/")))!;
        expect([...members.get(each.name)!].every((machine) => parents.has(machine))).toBe(true);
      }
    }),
  );
});
