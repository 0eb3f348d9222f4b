import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { AnyType } from "../model/option.ts";

type Modules = typeof import("../index.ts");
type Make<T> = (modules: Modules) => T;

const fast: Modules = await import("../index.ts");
vi.resetModules();
vi.doMock("./fast-value.ts", () => ({ fastValue: () => undefined, isComplete: () => false }));
/** Without `fastValue`. */
const slow: Modules = await import("../index.ts");
vi.resetModules();
vi.doMock("./submodule-start.ts", () => ({ fastSubmoduleStart: () => undefined }));
/** Without `fastValue` and without `fastSubmoduleStart`. */
const collecting: Modules = await import("../index.ts");
// Test files of this package share a process, so that a mock that stays would replace the fast paths in later files.
vi.doUnmock("./fast-value.ts");
vi.doUnmock("./submodule-start.ts");
vi.resetModules();

/** A type, and definitions that are mostly of this type. */
interface Typed {
  readonly type: Make<AnyType>;
  readonly definition: fc.Arbitrary<Make<unknown>>;
}

const same =
  <T>(value: T): Make<T> =>
  () =>
    value;
const oneOf = (...values: readonly unknown[]) => fc.constantFrom(...values).map(same);
const wrong = oneOf("a", "", 1, 70_000, 1.5, true, null, undefined, [], ["a", 1], {}, { a: 1 }, { _type: "if" });

/** Mostly plain; else wrong, or with wrappers around it. */
const mostly = (definition: fc.Arbitrary<Make<unknown>>): fc.Arbitrary<Make<unknown>> =>
  fc.oneof(
    { weight: 40, arbitrary: definition },
    { weight: 1, arbitrary: wrong },
    { weight: 1, arbitrary: definition.map((make) => (modules: Modules) => modules.lazy(() => make(modules))) },
    {
      weight: 1,
      arbitrary: fc.tuple(definition, fc.boolean()).map(
        ([make, holds]) =>
          (modules: Modules) =>
            modules.mkIf(holds, make(modules)),
      ),
    },
    { weight: 1, arbitrary: definition.map((make) => (modules: Modules) => modules.mkDefault(make(modules))) },
    { weight: 1, arbitrary: definition.map((make) => (modules: Modules) => modules.mkForce(make(modules))) },
    { weight: 1, arbitrary: definition.map((make) => (modules: Modules) => modules.mkBefore(make(modules))) },
    {
      weight: 1,
      arbitrary: fc
        .array(definition, { maxLength: 2 })
        .map((list) => (modules: Modules) => modules.mkMerge(list.map((make) => make(modules)))),
    },
    {
      weight: 1,
      arbitrary: fc.constant(() => ({
        get a(): never {
          throw new Error("no value");
        },
      })),
    },
  );

const names = fc.constantFrom("a", "b", "c", "constructor", "__proto__");
const listIn = (element: fc.Arbitrary<Make<unknown>>): fc.Arbitrary<Make<unknown>> =>
  fc.array(element, { maxLength: 3 }).map((list) => (modules: Modules) => list.map((make) => make(modules)));
const setIn = (element: fc.Arbitrary<Make<unknown>>): fc.Arbitrary<Make<unknown>> =>
  fc
    .array(fc.tuple(names, element), { maxLength: 3 })
    .map((entries) => (modules: Modules) => Object.fromEntries(entries.map(([name, make]) => [name, make(modules)])));

/** A set with some of these names, and rarely one that has no option. */
const setOf = (parts: { readonly [name: string]: fc.Arbitrary<Make<unknown>> }): fc.Arbitrary<Make<unknown>> =>
  fc
    .tuple(fc.record(parts, { requiredKeys: [] }), fc.nat(30))
    .map(([some, number]) => (number === 0 ? { ...some, undeclared: same(1) } : some))
    .map(
      (some) => (modules: Modules) =>
        Object.fromEntries(Object.entries(some).map(([name, make]) => [name, make!(modules)])),
    );

const json = fc.jsonValue({ maxDepth: 2 }).map(same);
const scalars: readonly Typed[] = [
  { type: ({ t }) => t.int, definition: oneOf(1, 2) },
  { type: ({ t }) => t.port, definition: oneOf(80, 70_000) },
  { type: ({ t }) => t.number, definition: oneOf(1, 1.5) },
  { type: ({ t }) => t.str, definition: oneOf("a", "b") },
  { type: ({ t }) => t.singleLineStr, definition: oneOf("a", "a\n") },
  { type: ({ t }) => t.lines, definition: oneOf("a", "b") },
  { type: ({ t }) => t.bool, definition: oneOf(true, false) },
  { type: ({ t }) => t.boolByOr, definition: oneOf(true, false) },
  { type: ({ t }) => t.enum(["a", "b"]), definition: oneOf("a", "b") },
  { type: ({ t }) => t.addCheck(t.int, (value) => value < 2, "small integer"), definition: oneOf(1, 2) },
  { type: ({ t }) => t.anything, definition: json },
  { type: ({ t }) => t.json, definition: json },
  { type: ({ t }) => t.raw, definition: json },
  { type: ({ t }) => t.unspecified, definition: json },
  { type: ({ t }) => t.attrs, definition: setIn(json) },
  { type: ({ t }) => t.deferred, definition: setIn(json) },
];

const typed: fc.Arbitrary<Typed> = fc.letrec<{ typed: Typed }>((tie) => ({
  typed: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...scalars),
    tie("typed").map(({ type, definition }): Typed => ({
      type: (m) => m.t.listOf(type(m)),
      definition: listIn(mostly(definition)),
    })),
    tie("typed").map(({ type, definition }): Typed => ({
      type: (m) => m.t.nonEmptyListOf(type(m)),
      definition: listIn(definition),
    })),
    tie("typed").map(({ type, definition }): Typed => ({
      type: (m) => m.t.attrsOf(type(m)),
      definition: setIn(mostly(definition)),
    })),
    tie("typed").map(({ type, definition }): Typed => ({
      type: (m) => m.t.lazyAttrsOf(type(m)),
      definition: setIn(mostly(definition)),
    })),
    tie("typed").map(({ type, definition }): Typed => ({
      type: (m) => m.t.nullOr(type(m)),
      definition: fc.oneof(definition, oneOf(null)),
    })),
    tie("typed").map(({ type, definition }): Typed => ({ type: (m) => m.t.unique(type(m)), definition })),
    fc.tuple(tie("typed"), tie("typed")).map(([left, right]): Typed => ({
      type: (m) => m.t.either(left.type(m), right.type(m)),
      definition: fc.oneof(left.definition, right.definition),
    })),
    tie("typed").map(({ type, definition }): Typed => ({
      type: (m) => m.t.coercedTo(m.t.str, (name) => ({ [name]: name }), m.t.attrsOf(type(m))),
      definition: fc.oneof(oneOf("a"), setIn(definition)),
    })),
    fc
      .tuple(tie("typed"), tie("typed"), fc.constantFrom("tree", "named", "dependent", "open"))
      .map(([left, right, form]): Typed => ({
        type: (m) => submoduleOf(m, left.type(m), right.type(m), form),
        definition: setOf({
          a: mostly(left.definition),
          b: mostly(right.definition),
          group: mostly(setOf({ b: mostly(right.definition) })),
        }),
      })),
  ),
})).typed;

function submoduleOf(
  { option, lazy, t }: Modules,
  left: AnyType,
  right: AnyType,
  form: "tree" | "named" | "dependent" | "open",
): AnyType {
  const options = { a: option(left), group: { b: option(right) }, b: option(t.nullOr(right), { default: null }) };
  if (form === "open") return t.submodule(options, { freeformType: t.anything });
  if (form === "named") return t.submodule(({ name }) => ({ ...options, name: option(t.str, { default: name }) }));
  if (form === "dependent")
    return t.submodule(({ config }) => ({ ...options, copy: option(t.raw, { default: lazy(() => config.b) }) }));
  return t.submodule(options);
}

/** Options of the same type with every combination of default and `apply`, and the definitions of some modules. */
const program = typed.chain(({ type, definition }) =>
  fc.record({
    type: fc.constant(type),
    fallback: mostly(definition),
    configs: fc.array(
      mostly(
        setOf({
          plain: mostly(definition),
          defaulted: mostly(definition),
          applied: mostly(definition),
          only: mostly(definition),
        }),
      ),
      { maxLength: 3 },
    ),
  }),
);
type Program = typeof program extends fc.Arbitrary<infer P> ? P : never;

function evaluate(modules: Modules, { type, fallback, configs }: Program): Outcome {
  const { evalModules, force, formatDiagnostic, isTroupeError, option, showValue } = modules;
  const options = {
    plain: option(type(modules)),
    defaulted: option(type(modules), { default: fallback(modules) }),
    applied: option(type(modules), { apply: (value: unknown) => [value] }),
    only: option(type(modules), { readOnly: true }),
  };
  const evaluation = evalModules({
    modules: [
      { options, site: { file: "options.ts", line: 1 } },
      ...configs.map((make, index) => ({
        config: make(modules),
        site: { file: index === 0 ? "first.json" : "next.ts", line: index + 2 },
      })),
    ],
  });
  const outcomeOf = (compute: () => unknown): unknown => {
    try {
      return { value: withAccessors(force(compute())) };
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      return { error: error.message };
    }
  };
  const values = Object.keys(options).map((name) => outcomeOf(() => evaluation.config[name]));
  const paths = Object.keys(options).flatMap((name) => [
    [name],
    [name, "a"],
    [name, "b"],
    [name, "group", "b"],
    [name, "0"],
    [name, "a", "a"],
  ]);
  const provenance = paths.map((path) =>
    outcomeOf(() =>
      evaluation.definitionsAt(path).map((definition) => ({ ...definition, value: showValue(definition.value) })),
    ),
  );
  return { values, provenance, diagnostics: evaluation.diagnostics().map(formatDiagnostic) };
}

/** Shows accessors as such, which `force` must not return and `toEqual` would read. */
function withAccessors(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(([, { enumerable }]) => enumerable);
  const shown = parts.map(([name, part]) => [name, part.get === undefined ? withAccessors(part.value) : "accessor"]);
  return Array.isArray(value) ? [value.length, shown] : Object.fromEntries(shown);
}

interface Outcome {
  readonly values: readonly unknown[];
  readonly provenance: readonly unknown[];
  readonly diagnostics: readonly string[];
}

test("fastValue agrees with optionValue: values, errors, diagnostics and provenance", () => {
  let valid = 0;
  const check = fc.property(program, (generated) => {
    const outcome = evaluate(fast, generated);
    expect(outcome).toEqual(evaluate(slow, generated));
    if (outcome.diagnostics.length === 0) valid++;
  });
  fc.assert(check, { numRuns: 500 });
  expect(valid).toBeGreaterThan(50);
});

test("fastSubmoduleStart agrees with collecting the modules: errors and diagnostics", () => {
  const check = fc.property(program, (generated) => {
    const [outcome, expected] = [evaluate(slow, generated), evaluate(collecting, generated)];
    expect(outcome.diagnostics).toEqual(expected.diagnostics);
    expect(outcome.values.map(withoutSites)).toEqual(expected.values.map(withoutSites));
  });
  fc.assert(check, { numRuns: 100 });
});

/** Leaves out the sites of deferred definitions: a collected submodule adds a pointer to the site of a default. */
function withoutSites(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutSites);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (key === "site" ? [] : [[key, withoutSites(part)]])),
  );
}

test("the modules without fast paths are modules of their own", () => {
  expect(new Set([fast.evalModules, slow.evalModules, collecting.evalModules]).size).toBe(3);
});
