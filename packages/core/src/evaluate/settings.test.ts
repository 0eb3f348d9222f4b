import { lazy, mkDefault, mkForce, type ModuleLike, option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { configOf, evaluate, plain, problemsOf } from "./testing.ts";

const machines = { a: { tags: ["x"] }, b: {} } as const;

describe("an interface made of modules", () => {
  const modules: readonly ModuleLike[] = [
    ({ meta }) => ({
      options: { host: option(t.str, { default: `www.${meta.domain}` }), n: option(t.int, { default: 1 }) },
    }),
    ({ config }) => ({
      options: { next: option(t.int) },
      config: { next: lazy(() => config.n + 1) },
      freeformType: t.attrsOf(t.str),
    }),
  ];
  const service = defineService({ manifest: { name: "s" }, roles: { r: { interface: modules } } });
  const settingsOf = (role: object) => {
    const inventory = defineInventory({ meta: { domain: "home.arpa" }, services: { s: service }, machines });
    const evaluated = evaluate(
      inventory.instances({ i: { service: "s", roles: { r: { machines: ["a"], ...role } } } }),
    );
    expect(evaluated.diagnostics()).toEqual([]);
    return plain(evaluated.settings("i", "r", "a")!.config);
  };

  test("has options that depend on each other and on meta, and freeform ones", () => {
    expect(settingsOf({ settings: { n: 5, free: "x" } })).toEqual({ host: "www.home.arpa", n: 5, next: 6, free: "x" });
  });

  test("knows which options defaults are for", () => {
    expect(settingsOf({ settings: { n: 5 }, defaults: { n: 7, host: "h" } })).toEqual({ host: "h", n: 5, next: 6 });
  });
});

test("extendSettings adds a definition for one call alone", () => {
  const s = defineService({
    manifest: { name: "s" },
    roles: {
      r: {
        interface: { n: option(t.int, { default: 5 }) },
        perInstance: ({ extendSettings, machine, roles }) => {
          const extended = [extendSettings({ n: mkDefault(77) }).n, extendSettings({ n: mkForce(99) }).n];
          const more = extendSettings([{ options: { own: option(t.str, { default: "x" }) } }])["own"] as string;
          return {
            module: { lines: [...extended.map(String), more, String(roles.r.machines[machine.name]!.settings.n)] },
          };
        },
      },
    },
  });
  const inventory = defineInventory({ services: { s }, machines });
  const evaluated = evaluate(
    inventory.instances({ i: { service: "s", roles: { r: { machines: { a: { settings: { n: 7 } }, b: {} } } } } }),
  );
  expect(evaluated.diagnostics()).toEqual([]);
  expect(configOf(evaluated, "a").lines).toEqual(["7", "99", "x", "7"]);
  expect(configOf(evaluated, "b").lines).toEqual(["77", "99", "x", "5"]);
});

describe("settings are data", () => {
  const s = defineService({
    manifest: { name: "s" },
    roles: { r: { interface: { value: option(t.anything, { default: null }) } } },
  });
  const problems = (settings: unknown) => {
    const inventory = defineInventory({ services: { s }, machines });
    return problemsOf(
      inventory.instances({ i: { service: "s", roles: { r: { machines: ["a"], settings: settings as never } } } }),
    ).join("\n");
  };

  test("in any wrapper", () => {
    expect(problems({ value: mkForce([1, { x: mkDefault("y") }, lazy(() => null)]) })).toBe("");
  });

  test("not functions", () => {
    expect(problems({ value: mkForce({ deep: [1, () => 2] }) })).toMatchInlineSnapshot(`
      "TRP2202 The settings of instance i, role r hold a function as \`value.deep."1"\`, but settings are values that JSON can hold.
        at instance i, role r
        hint: Write the value that it returns; one that has to be computed later is lazy(() => …)."
    `);
    expect(problems(() => ({ value: 1 }))).toContain("hold a function,");
    expect(problems({ value: Number.NaN })).toContain("hold the number NaN as `value`,");
  });

  test("without imports", () => {
    expect(problems({ imports: [] })).toMatchInlineSnapshot(`
      "TRP2201 The settings of instance i, role r have \`imports\`, but settings are values, not modules.
        at instance i, role r
        hint: Write the values themselves; in TypeScript, { ...common, … } shares them."
    `);
  });
});

test("perMachine has no settings of its own, and says where they are", () => {
  const s = defineService({
    manifest: { name: "s" },
    roles: { r: {} },
    perMachine: (context) => ({
      module: { name: (context as unknown as { settings: { name: string } }).settings.name },
    }),
  });
  const inventory = defineInventory({ services: { s }, machines }).instances({
    i: { service: "s", roles: { r: { machines: ["a"] } } },
  });
  expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
    "TRP2203 perMachine of service "s" (machine a) reads \`settings\`, but a machine may have several roles in several instances, each with its own.
      at an unknown place
      hint: Read instances[INSTANCE].roles[ROLE].machines[machine.name].settings."
  `);
});
