/** What holds for every inventory. */
import { isPlainObject, mkIf, mkMerge, mkOrder, mkOverride, option, t } from "@troupe/modules";
import fc from "fast-check";
import { expect, test } from "vitest";
import { defineInventory } from "../inventory/define-inventory.ts";
import type { Inventory } from "../model/inventory-definition.ts";
import { defineService } from "../service/define-service.ts";
import { evaluate } from "./testing.ts";

const service = defineService({
  manifest: { name: "s" },
  exports: { names: option(t.listOf(t.str)) },
  roles: {
    peer: {
      interface: { n: option(t.int, { default: 0 }), list: option(t.listOf(t.str)) },
      perInstance: ({ settings, roles, machine, mkExports, exports, instanceName }) => ({
        exports: [mkExports({ names: settings.list }), mkExports({ names: [machine.name] }, { scope: "instance" })],
        module: () => ({
          name: Object.entries(roles.peer.machines)
            .map(([name, member]) => `${name}${member.settings.n}`)
            .join(),
          lines: [String(settings.n), ...(exports.get({ instanceName })?.names ?? [])],
        }),
      }),
    },
    server: {},
  },
  perMachine: ({ machine, instances }) => ({ module: { lines: [machine.tags.join(), ...Object.keys(instances)] } }),
});

/** Mostly names that exist. */
const machine = fc.oneof(
  { weight: 300, arbitrary: fc.constantFrom("a", "b", "c") },
  { weight: 1, arbitrary: fc.constant("ghost") },
);
const tag = fc.oneof(
  { weight: 300, arbitrary: fc.constantFrom("x", "y", "all") },
  { weight: 1, arbitrary: fc.constant("nobody") },
);
const tags = fc.record({ tags: fc.uniqueArray(fc.constantFrom("x", "y", "z")) });
const values = fc.record(
  {
    n: fc.oneof({ weight: 50, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) }),
    list: fc.array(fc.constantFrom("p", "q"), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
/** The same, some of them with the wrappers that JSON can write. */
const number = fc.constantFrom(1, 2);
const texts = fc.array(fc.constantFrom("p", "q"), { maxLength: 2 });
const priority = fc.constantFrom(50, 100, 1000);
const plainForm = <T>(content: fc.Arbitrary<T>) =>
  fc.oneof(
    content,
    fc.record({ _type: fc.constant("override"), priority, content }),
    fc.record({ _type: fc.constant("if"), condition: fc.boolean(), content }),
    fc.record({ _type: fc.constant("merge"), contents: fc.array(content, { minLength: 1, maxLength: 2 }) }),
  );
const wrapped = fc.record(
  {
    n: plainForm(number),
    list: fc.oneof(plainForm(texts), fc.record({ _type: fc.constant("order"), priority, content: texts })),
  },
  { requiredKeys: [] },
);
const place = fc.record({ settings: values }, { requiredKeys: [] });
const weakPlace = fc.record({ settings: values, defaults: values }, { requiredKeys: [] });
const peer = fc.tuple(
  weakPlace,
  fc.record(
    { machines: fc.dictionary(machine, place, { maxKeys: 3 }), tags: fc.dictionary(tag, weakPlace, { maxKeys: 2 }) },
    { requiredKeys: [] },
  ),
);
const server = fc.record(
  { machines: fc.uniqueArray(machine), tags: fc.uniqueArray(tag, { maxLength: 2 }) },
  { requiredKeys: [] },
);
const roles = fc.record({ peer: peer.map(([own, members]) => ({ ...own, ...members })), server }, { requiredKeys: [] });
/** Inventories that JSON can hold, right ones and wrong ones. */
const inventories = fc.record({
  machines: fc.record({ a: tags, b: tags, c: tags }),
  tags: fc.record({ x: fc.uniqueArray(machine), y: fc.uniqueArray(machine) }, { requiredKeys: ["y"] }),
  instances: fc.dictionary(fc.constantFrom("i", "j"), fc.record({ service: fc.constant("s"), roles }), { minKeys: 1 }),
});
type Written = typeof inventories extends fc.Arbitrary<infer T> ? T : never;

/** Everything that an evaluation says, as text. */
function bytes(inventory: Inventory, places = true): string {
  const evaluated = evaluate(inventory);
  const problems = evaluated
    .diagnostics()
    .map(({ code, message, path, marks }) => ({ code, message, path, ...(places && { marks }) }));
  if (problems.length > 0) return JSON.stringify(problems);
  const machines = [...evaluated.inventory.machines.keys()].map((name) => {
    const { machine, evaluation, contributors } = evaluated.machine(name);
    return { tags: machine.tags, config: evaluation.config, contributors: contributors() };
  });
  const exports = evaluated.exports.keys().map((key) => [key, evaluated.exports.value(key)]);
  return JSON.stringify({ machines, exports, tags: [...evaluated.inventory.tags] });
}

const inTypeScript = ({ instances, ...rest }: Written): Inventory =>
  defineInventory({ services: { s: service }, ...(rest as object) }).instances(instances as never);
const inJson = (json: Written): Inventory => defineInventory({ services: { s: service }, json });

test("evaluating twice gives the same bytes", () => {
  fc.assert(
    fc.property(inventories, (written) => {
      expect(bytes(inJson(written))).toBe(bytes(inJson(written)));
    }),
  );
});

test("an inventory means the same in TypeScript and in JSON", () => {
  fc.assert(
    fc.property(inventories, (written) => {
      expect(bytes(inTypeScript(written), false)).toBe(bytes(inJson(written), false));
    }),
  );
});

test("wrappers in their plain form mean what the functions mean", () => {
  const revived = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(revived);
    if (!isPlainObject(value)) return value;
    // oxlint-disable-next-line typescript/no-explicit-any -- made above
    const { _type, priority: strength, content, contents, condition } = value as { readonly [key: string]: any };
    if (_type === "override") return mkOverride<unknown>(strength, content);
    if (_type === "order") return mkOrder<unknown>(strength, content);
    if (_type === "if") return mkIf<unknown>(condition, content);
    if (_type === "merge") return mkMerge<unknown>(contents);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, revived(each)]));
  };
  const written = fc.record({ own: wrapped, weak: wrapped, tagged: wrapped, a: wrapped });
  fc.assert(
    fc.property(written, ({ own, weak, tagged, a }) => {
      const rolesOf = {
        peer: { settings: own, defaults: weak, tags: { x: { settings: tagged } }, machines: { a: { settings: a } } },
      };
      const machines = { a: { tags: ["x"] }, b: { tags: ["x"] }, c: {} };
      const instances = { i: { service: "s", roles: rolesOf } };
      const inCode = defineInventory({ services: { s: service }, machines }).instances(revived(instances) as never);
      expect(bytes(inCode, false)).toBe(
        bytes(defineInventory({ services: { s: service }, json: { machines, instances } }), false),
      );
    }),
  );
});

test("the order in which things are written does not matter", () => {
  const reversed = (value: unknown, key?: string): unknown => {
    if (Array.isArray(value)) return key === "list" ? value : value.toReversed();
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([name, each]) => [name, reversed(each, name)]),
    );
  };
  fc.assert(
    fc.property(inventories, (written) => {
      expect(bytes(inJson(reversed(written) as Written), false)).toBe(bytes(inJson(written), false));
    }),
  );
});
