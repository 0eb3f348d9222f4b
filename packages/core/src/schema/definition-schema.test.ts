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
  routes: option(
    t.attrsOf(t.submodule({ to: option(t.str, { default: "" }), weight: option(t.ints.positive, { default: 1 }) })),
  ),
  any: option(t.json, { default: null }),
};

const definitions = schemaDefinitions();
const schema = definitionSchema(jsonSchema(options), "settings", definitions);
const accepts = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile({
  ...schema,
  $defs: definitions.all(),
});
const isValid = (config: unknown): boolean =>
  evalModules({ modules: [{ options, config }] }).diagnostics().length === 0;

const override50 = (content: unknown) => ({ _type: "override", priority: 50, content });
const ordered = (content: unknown) => ({ _type: "order", priority: 500, content });
const when = (condition: unknown, content: unknown) => ({ _type: "if", condition, content });
const merge = (contents: unknown) => ({ _type: "merge", contents });

/** Mostly values that are right, or what else somebody may write. */
const mostly = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 60, arbitrary: value },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, "small", "X", "", 0, 70_000, -1, 1.5, [], {}) },
  );
const oneOf = (...values: readonly unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);
const part = { requiredKeys: [] };
type Wrap = (value: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>;

/** A value in wrappers, some of which are written wrong. */
const wrapped: Wrap = (value) =>
  fc.oneof(
    { weight: 80, arbitrary: value },
    { weight: 10, arbitrary: value.map(override50) },
    { weight: 10, arbitrary: value.map(ordered) },
    { weight: 10, arbitrary: value.map((content) => override50(ordered(content))) },
    { weight: 10, arbitrary: value.map((content) => when(true, override50(content))) },
    { weight: 10, arbitrary: value.map((content) => merge([when(true, content), when(false, content)])) },
    { weight: 10, arbitrary: fc.jsonValue({ maxDepth: 1 }).map((content) => when(false, content)) },
    { weight: 1, arbitrary: value.map((content) => ordered(override50(content))) },
    { weight: 1, arbitrary: value.map((content) => ({ ...override50(content), priority: "50" })) },
    { weight: 1, arbitrary: value.map((content) => when("yes", content)) },
    { weight: 1, arbitrary: value.map((content) => ({ _type: "override", content })) },
    { weight: 1, arbitrary: oneOf(merge({}), { _type: "merge" }, { _type: "if" }) },
  );
/** What may still be around a value in a group that has a priority. */
const inside: Wrap = (value) => fc.oneof({ weight: 3, arbitrary: value }, value.map(ordered));
/** Options in wrappers; `make` is told what may be around the values among them. */
const wrappedOptions = (make: (wrap: Wrap) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 40, arbitrary: make(wrapped) },
    { weight: 5, arbitrary: make(inside).map(override50) },
    { weight: 5, arbitrary: make(inside).map((content) => when(true, override50(content))) },
    { weight: 5, arbitrary: make(wrapped).map((content) => merge([when(true, content)])) },
  );
/** The same for a group of options, around which an order is an error. */
const wrappedGroup = (make: (wrap: Wrap) => fc.Arbitrary<unknown>, wrap: Wrap): fc.Arbitrary<unknown> =>
  wrap === inside
    ? make(inside)
    : fc.oneof({ weight: 60, arbitrary: wrappedOptions(make) }, { weight: 1, arbitrary: make(wrapped).map(ordered) });

const route = (wrap: Wrap) => fc.record({ to: wrap(mostly(oneOf("x", ""))), weight: wrap(mostly(oneOf(1, 7))) }, part);
/** Settings, some of them in a group. */
const group = (wrap: Wrap): fc.Arbitrary<unknown> =>
  fc
    .record(
      {
        port: wrap(mostly(fc.oneof(fc.integer({ min: 0, max: 65_535 }), oneOf(80, 65_536)))),
        size: wrap(mostly(oneOf("small", "large"))),
        name: wrap(mostly(oneOf("a", "abc"))),
        hosts: wrap(mostly(fc.array(wrapped(mostly(oneOf("a", "b"))), { maxLength: 3 }))),
        note: wrap(mostly(oneOf(null, "a note"))),
        tls: wrappedGroup((inner) => fc.record({ enable: inner(mostly(fc.boolean())) }, part), wrap),
        routes: wrap(mostly(fc.dictionary(oneOf("a", "b") as fc.Arbitrary<string>, wrappedOptions(route)))),
        any: fc.jsonValue(),
      },
      part,
    )
    .chain((values) =>
      fc.oneof(
        { weight: 60, arbitrary: fc.constant(values) },
        { weight: 1, arbitrary: fc.constant({ ...values, other: 1 }) },
      ),
    );
const settings = wrappedGroup(group, wrapped);

test("the schema accepts the definitions that the evaluation accepts, and no others", () => {
  fc.assert(
    fc.property(settings, (config) => {
      expect([JSON.stringify(config), accepts(config)]).toEqual([JSON.stringify(config), isValid(config)]);
    }),
    { numRuns: 500 },
  );
});

test("many of these definitions are right, and many are wrong", () => {
  const right = fc.sample(settings, { numRuns: 200, seed: 1 }).filter(isValid).length;
  expect([right > 60, right < 180]).toEqual([true, true]);
});

test("around options of their own, the evaluation takes wrappers that say nothing there", () => {
  const config = { routes: { a: ordered({ to: "x" }) } };
  expect([accepts(config), isValid(config)]).toEqual([false, true]);
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
