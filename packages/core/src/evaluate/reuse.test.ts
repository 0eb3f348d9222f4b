import { lazy, mkForce, option, t } from "@troupe/modules";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineInventory } from "../inventory/define-inventory.ts";
import type { Inventory } from "../model/inventory-definition.ts";
import { defineService } from "../service/define-service.ts";
import type { Evaluated } from "../model/evaluation.ts";
import { evaluate } from "./testing.ts";

const child = defineService({
  manifest: { name: "child" },
  exports: { who: option(t.str) },
  roles: {
    node: {
      interface: { from: option(t.str) },
      perInstance: ({ settings, machine, mkExports, roles }) => ({
        exports: mkExports(() => ({ who: `${machine.name} of ${settings.from}` })),
        module: () => ({ lines: [`child ${settings.from} ${Object.keys(roles.node.machines).join()}`] }),
      }),
    },
  },
  perMachine: ({ machine, mkExports, instances }) => ({
    exports: mkExports({ who: Object.keys(instances).join() }),
    module: { lines: [`child on ${machine.name}`] },
  }),
});

/** Reads in every way there is, nests if it is told to, and uses all that it is handed. */
const service = defineService({
  manifest: { name: "s" },
  exports: { text: option(t.str), list: option(t.listOf(t.str)) },
  roles: {
    peer: {
      interface: {
        n: option(t.int, { default: 0 }),
        read: option(t.enum(["nothing", "one", "select", "key", "role", "child", "other"]), { default: "nothing" }),
        from: option(t.str, { default: "i" }),
        nest: option(t.bool, { default: false }),
      },
      perInstance: ({ settings, roles, machine, mkExports, exports, instanceName }) => {
        const found = () => {
          switch (settings.read) {
            case "nothing":
              return "nothing";
            case "one":
              return exports.select({ instanceName: settings.from }).length === 1
                ? exports.one({ instanceName: settings.from })!.value.text
                : "many";
            case "select":
              return exports
                .select({ roleName: "peer" })
                .map(({ key, value }) => `${key}=${value.list.join()}`)
                .join(";");
            case "key":
              return (exports[`s:${settings.from}:peer:a`] as { text: string } | undefined)?.text ?? "none";
            case "role":
              return (exports[`s:${settings.from}:peer:`] as { text: string } | undefined)?.text ?? "none";
            case "child":
              return (exports[`child:::a`] as { who: string } | undefined)?.who ?? "none";
            case "other":
              return String((exports[":::"] as { answer: number } | undefined)?.answer);
          }
        };
        return {
          exports: mkExports(() => ({
            text: settings.from === instanceName ? `own ${settings.n}` : `${machine.name} ${found()}`.slice(0, 80),
            list: [machine.name, String(settings.n)],
          })),
          module: () => ({
            name: lazy(() => found().slice(0, 200)),
            lines: Object.values(roles.peer.machines).map(
              (peer) => `${peer.name} ${peer.tags.join()} ${peer.settings.n}`,
            ),
          }),
          ...(settings.nest && {
            services: { c: { service: child, roles: { node: { settings: { from: lazy(() => instanceName) } } } } },
          }),
        };
      },
    },
    server: {},
  },
  perMachine: ({ machine, instances }) => ({ module: { lines: [machine.tags.join(), ...Object.keys(instances)] } }),
});

const machineNames = fc.constantFrom("a", "b", "c");
const settings = fc.record(
  {
    n: fc.constantFrom(1, 2),
    read: fc.constantFrom("nothing", "one", "select", "key", "role", "child", "other"),
    from: fc.constantFrom("i", "j", "k"),
    nest: fc.boolean(),
  },
  { requiredKeys: [] },
);
const instance = fc.record({
  peer: fc.dictionary(machineNames, settings, { maxKeys: 3 }),
  tagged: fc.option(settings, { nil: undefined }),
  server: fc.uniqueArray(machineNames),
});
const inventories = fc.record({
  tags: fc.uniqueArray(machineNames),
  lines: fc.dictionary(machineNames, fc.array(fc.constantFrom("x", "y")), { maxKeys: 2 }),
  instances: fc.dictionary(fc.constantFrom("i", "j", "k"), instance, { minKeys: 1, maxKeys: 3 }),
  child: fc.boolean(),
  answer: fc.option(fc.constantFrom(1, 2), { nil: undefined }),
  domain: fc.oneof({ weight: 9, arbitrary: fc.constant("one") }, { weight: 1, arbitrary: fc.constant("two") }),
});
type Written = typeof inventories extends fc.Arbitrary<infer T> ? T : never;

function inventory({ tags, lines, instances, child: withChild, answer, domain }: Written): Inventory {
  const machine = (name: string) => ({
    tags: (tags as readonly string[]).includes(name) ? ["t"] : [],
    ...(lines[name] !== undefined && { module: { lines: lines[name] } }),
  });
  return defineInventory({
    meta: { name: "test", domain },
    services: { s: service, child },
    machines: { a: machine("a"), b: machine("b"), c: machine("c") },
    tags: { t: [] },
    ...(answer !== undefined && { exports: { ":::": { answer: mkForce(answer) } } }),
  }).instances({
    ...Object.fromEntries(
      Object.entries(instances).map(([name, { peer, tagged, server }]) => [
        name,
        {
          service: "s",
          roles: {
            peer: {
              machines: Object.fromEntries(Object.entries(peer).map(([member, own]) => [member, { settings: own }])),
              ...(tagged !== undefined && { tags: { t: { settings: tagged } } }),
            },
            server: { machines: server },
          },
        },
      ]),
    ),
    ...(withChild && {
      nodes: { service: "child", roles: { node: { machines: ["a"], settings: { from: "written" } } } },
    }),
  } as never);
}

/** Everything that can be asked; machines first, or problems first. */
function everything(evaluated: Evaluated, machinesFirst: boolean): unknown {
  const problems = () => evaluated.diagnostics().map(({ code, message, path }) => ({ code, message, path }));
  const machines = () =>
    [...evaluated.inventory.machines.keys()].map((name) => {
      const { evaluation, contributors } = evaluated.machine(name);
      const wrong = evaluation.diagnostics();
      return wrong.length > 0
        ? wrong.map(({ code }) => code)
        : { config: JSON.parse(JSON.stringify(evaluation.config)) as unknown, contributors: contributors() };
    });
  if (machinesFirst) return { machines: machines(), problems: problems() };
  const found = problems();
  const keys =
    found.length > 0 ? [] : evaluated.exports.keys().map((key) => [key, JSON.stringify(evaluated.exports.value(key))]);
  return { problems: found, machines: machines(), keys };
}

/** One part of it changed. */
const changes = fc
  .tuple(inventories, inventories, fc.constantFrom("tags", "lines", "instances", "child", "answer", "domain", "one"))
  .map(([before, other, part]): readonly [Written, Written] => {
    if (part !== "one") return [before, { ...before, [part]: other[part] }];
    const [name] = Object.keys(before.instances);
    return [before, { ...before, instances: { ...before.instances, [name!]: Object.values(other.instances)[0]! } }];
  });

test("an evaluation that reuses an earlier one equals a fresh evaluation", () => {
  const check = fc.property(changes, fc.boolean(), fc.boolean(), ([before, after], first, second) => {
    const previous = evaluate(inventory(before));
    everything(previous, first);
    const anew = everything(evaluate(inventory(after)), second);
    expect(everything(evaluate(inventory(after), previous), second)).toEqual(anew);
  });
  fc.assert(check, { numRuns: 300 });
});

describe("of a change in one place", () => {
  const base: Written = {
    tags: [],
    lines: {},
    instances: {
      i: { peer: { a: { n: 1 } }, tagged: undefined, server: [] },
      j: { peer: { b: { read: "key", from: "i" } }, tagged: undefined, server: [] },
      k: { peer: { c: {} }, tagged: undefined, server: [] },
    },
    child: false,
    answer: undefined,
    domain: "one",
  };
  /** The machines that a change does not reach. */
  const same = (after: Written, before: Written = base) => {
    const previous = evaluate(inventory(before));
    const machines = ["a", "b", "c"].map((name) => previous.machine(name));
    for (const { evaluation } of machines) evaluation.diagnostics();
    const next = evaluate(inventory(after), previous);
    return machines.filter((each) => next.machine(each.machine.name) === each).map(({ machine }) => machine.name);
  };

  test("only its machines are evaluated again, and those that read its exports", () => {
    expect(same(base)).toEqual(["a", "b", "c"]);
    expect(
      same({ ...base, instances: { ...base.instances, i: { peer: { a: { n: 2 } }, tagged: undefined, server: [] } } }),
    ).toEqual(["c"]);
    expect(
      same({ ...base, instances: { ...base.instances, k: { peer: { c: { n: 2 } }, tagged: undefined, server: [] } } }),
    ).toEqual(["a", "b"]);
    expect(same({ ...base, lines: { c: ["x"] } })).toEqual(["a", "b"]);
    expect(same({ ...base, tags: ["b"] })).toEqual(["a", "c"]);
    expect(same({ ...base, domain: "two" })).toEqual([]);
  });

  test("calls that read exports of the inventory or of nested services are evaluated again when these change", () => {
    const reader = (read: "other" | "child"): Written["instances"] => ({
      ...base.instances,
      k: { peer: { c: { read } }, tagged: undefined, server: [] },
    });
    const others: Written = { ...base, instances: reader("other"), answer: 1 };
    expect(same({ ...others, answer: 2 }, others)).toEqual(["a", "b"]);
    const children: Written = { ...base, instances: reader("child"), child: true };
    const nesting: Written = {
      ...children,
      instances: { ...children.instances, i: { peer: { a: { n: 1, nest: true } }, tagged: undefined, server: [] } },
    };
    expect(same(nesting, children)).toEqual([]);
    expect(same(children, nesting)).toEqual([]);
  });
});
