import { evalModules, jsonSchema, option, t } from "@troupe/modules";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { definitionSchema, schemaDefinitions } from "./definition-schema.ts";

const options = {
  port: option(t.port, { default: 80 }),
  size: option(t.enum(["small", "large"]), { default: "small" }),
  name: option(t.strMatching("[a-z]+"), { default: "x" }),
  hosts: option(t.listOf(t.str)),
  note: option(t.nullOr(t.str), { default: null }),
  tls: { enable: option(t.bool, { default: false }) },
  routes: option(t.attrsOf(t.submodule({ to: option(t.str, { default: "" }), weight: option(t.ints.positive, { default: 1 }) }))),
  any: option(t.json, { default: null }),
};

const definitions = schemaDefinitions();
const schema = definitionSchema(jsonSchema(options), "settings", definitions);
const accepts = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile({ ...schema, $defs: definitions.all() });
const isValid = (config: unknown): boolean => evalModules({ modules: [{ options, config }] }).diagnostics().length === 0;

const override50 = (content: unknown) => ({ _type: "override", priority: 50, content });
const override = <T>(value: fc.Arbitrary<T>) => value.map(override50);
const maybeStrong = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 3, arbitrary: value }, override(value));
const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, true, "small", "x", "X", "", 0, 1, 70_000, -1, 1.5),
  fc.integer({ min: 0, max: 65_535 }),
);
const part = { requiredKeys: [] };
const route = fc.record({ to: maybeStrong(scalar), weight: maybeStrong(scalar) }, part);
/** Of options, some of them in a group; `strong` is around what stands directly in a group. */
const group = (strong: typeof maybeStrong) =>
  fc.record(
    {
      port: strong(fc.integer({ min: -1, max: 65_536 })),
      size: strong(scalar),
      name: strong(fc.constantFrom("a", "abc", "A", 1)),
      hosts: strong(fc.oneof(fc.array(fc.constantFrom("a", "b")), scalar)),
      note: strong(scalar),
      tls: strongGroup((inner) => fc.record({ enable: inner(fc.constantFrom(true, false, "no")) }, part), strong),
      routes: strong(fc.dictionary(fc.constantFrom("a", "b"), maybeStrong(route))),
      any: fc.jsonValue(),
      other: scalar,
    },
    part,
  );
const plain = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T> => value;
const strongGroup = <T>(make: (strong: typeof maybeStrong) => fc.Arbitrary<T>, strong: typeof maybeStrong = maybeStrong) =>
  strong === maybeStrong ? fc.oneof({ weight: 3, arbitrary: make(maybeStrong) }, override(make(plain))) : make(plain);
const settings = strongGroup(group);

test("the schema accepts the definitions that the evaluation accepts, and no others", () => {
  fc.assert(
    fc.property(settings, (config) => {
      expect([JSON.stringify(config), accepts(config)]).toEqual([JSON.stringify(config), isValid(config)]);
    }),
    { numRuns: 500 },
  );
});

test("only the evaluation refuses a wrapper directly inside that of a group of options, as nixpkgs does", () => {
  const config = override50({ tls: override50({ enable: true }) });
  expect([accepts(config), isValid(config)]).toEqual([true, false]);
});

test("names in $defs are safe in references, and each is taken once", () => {
  const { define, all } = schemaDefinitions();
  expect(define("role a/b", { type: "string" })).toEqual({ $ref: "#/$defs/role-a-b" });
  expect(define("role a b", { type: "string" })).toEqual({ $ref: "#/$defs/role-a-b" });
  expect(define("role a b", { type: "null" })).toEqual({ $ref: "#/$defs/role-a-b-2" });
  expect(Object.keys(all())).toEqual(["role-a-b", "role-a-b-2"]);
});
