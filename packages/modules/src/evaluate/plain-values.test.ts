import fc from "fast-check";
import { expect, test } from "vitest";
import { lazy, mkBefore, mkDefault, mkForce, mkIf, mkOverride } from "../index.ts";
import { option } from "../options/option.ts";
import { t } from "../types/index.ts";
import { evalModules } from "../evaluate/eval-modules.ts";
import { plainValues } from "./plain-values.ts";
import { force } from "../evaluate/force.ts";

const options = {
  port: option(t.port, { default: 80 }),
  name: option(t.str),
  hosts: option(t.listOf(t.str), { default: ["none"] }),
  limits: { files: option(t.nullOr(t.int), { default: null }), mode: option(t.enum(["a", "b"]), { default: "a" }) },
  more: option(t.attrsOf(t.listOf(t.int)), { default: {} }),
  units: option(
    t.attrsOf(t.submodule(({ name }) => ({ name: option(t.str, { default: name }), after: option(t.listOf(t.str)) }))),
    {
      default: {},
    },
  ),
  text: option(t.lines, { default: "" }),
  any: option(t.anything, { default: null }),
  twice: option(t.int, { default: 1, apply: (value) => value * 2 }),
};

const rarely = (value: unknown) => fc.constant(value);
const around = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 20, arbitrary: value },
    { weight: 3, arbitrary: value.map((each) => mkDefault(each)) },
    { weight: 2, arbitrary: value.map((each) => mkForce(each)) },
    { weight: 1, arbitrary: value.map((each) => mkOverride(1200, each)) },
    {
      weight: 1,
      arbitrary: fc.oneof(value.map(lazyOf), value.map(ifOf), value.map(beforeOf), rarely("wrong"), rarely(undefined)),
    },
  );
const lazyOf = (value: unknown) => lazy(() => value);
const ifOf = (value: unknown) => mkIf(true, value);
const beforeOf = (value: unknown) => mkForce(mkBefore(value));
const list = fc.array(fc.constantFrom("a", "b"), { maxLength: 2 });
const definitions = fc.record(
  {
    port: around(fc.constantFrom(80, 443)),
    name: around(fc.constantFrom("x", "y")),
    hosts: around(list),
    limits: around(
      fc.record(
        { files: around(fc.constantFrom(1, null)), mode: around(fc.constantFrom("a", "b")) },
        { requiredKeys: [] },
      ),
    ),
    more: around(
      fc.dictionary(fc.constantFrom("x", "__proto__", "toString"), fc.array(fc.integer(), { maxLength: 2 }), {
        maxKeys: 2,
      }),
    ),
    units: around(
      fc.dictionary(fc.constantFrom("u", "v"), fc.record({ after: list }, { requiredKeys: [] }), { maxKeys: 2 }),
    ),
    text: around(fc.constantFrom("a", "b")),
    any: around(fc.jsonValue({ maxDepth: 2 })),
  },
  { requiredKeys: [] },
);
const others = fc.record({ _module: rarely({}), wrong: rarely(1), twice: rarely(2) }, { requiredKeys: [] });
const modules = fc.array(
  fc.oneof({ weight: 20, arbitrary: definitions }, { weight: 1, arbitrary: others }).map((config) => ({ config })),
  { maxLength: 3 },
);

test("plainValues agrees with evalModules, which then has no problems", () => {
  let found = 0;
  const { twice: _, ...simple } = options;
  const check = fc.property(modules, fc.boolean(), (written, isSimple) => {
    const declared = isSimple ? simple : options;
    const values = plainValues(declared, [{ config: { name: mkDefault("z") } }, ...written]);
    if (values === undefined) return;
    found++;
    const evaluation = evalModules({
      modules: [{ options: declared }, { config: { name: mkDefault("z") } }, ...written],
    });
    expect(evaluation.diagnostics()).toEqual([]);
    expect(values).toEqual(force(evaluation.config));
  });
  fc.assert(check, { numRuns: 2000 });
  expect(found).toBeGreaterThan(300);
});

test("plainValues is undefined for definitions that are wrong or not plain", () => {
  const of = (config: unknown) => plainValues({ port: option(t.port, { default: 80 }) }, [{ config }]);
  expect(of({})).toEqual({ port: 80 });
  expect(of({ port: mkForce(443) })).toEqual({ port: 443 });
  const resisting = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error("leave me alone");
      },
    },
  );
  for (const config of [
    lazy(() => ({})),
    mkIf(true, {}),
    { port: lazy(() => 80) },
    { port: -1 },
    { wrong: 1 },
    null,
    "port",
    resisting,
  ])
    expect(of(config)).toBeUndefined();
  expect(plainValues({ port: option(t.port) }, [])).toBeUndefined();
  expect(plainValues({ port: 80 } as never, [])).toBeUndefined();
});
