/** What holds for the definitions of an option, of every type that there is. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mkMerge, mkOrder, mkOverride } from "../merge/wrappers.ts";
import { evalModules } from "../evaluate/eval-modules.ts";
import { force } from "../evaluate/force.ts";
import { option } from "../options/option.ts";
import type { DeferredDefinition } from "./deferred.ts";
import { t } from "./index.ts";
import type { AnyType } from "../model/option.ts";

/** A type, and what it says about several definitions. */
interface Kind {
  readonly type: AnyType;
  readonly value: fc.Arbitrary<unknown>;
  /** Their order matters. */
  readonly ordered?: true;
  /** Equal ones add up. */
  readonly addsUp?: true;
  /** There must not be several. */
  readonly single?: true;
  /** What they are merged to is no definition that says the same: it has defaults in it, or is of another form. */
  readonly closed?: true;
}

const few = fc.constantFrom;
const int = fc.integer({ min: 1, max: 3 });
const text = few("a", "b", "c d");
const names = few("a", "b", "__proto__", "constructor", "1");
const set = <T>(value: fc.Arbitrary<T>) => fc.dictionary(names, value, { maxKeys: 3, noNullPrototype: true });
const list = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 });
const joined = { value: few("a", "b", ""), ordered: true, addsUp: true } as const;
const inner = { a: option(t.int, { default: 9 }), b: option(t.listOf(t.str)), c: option(t.nullOr(t.str)) };
const innerValue = fc.record(
  { a: int, b: list(text), c: fc.option(text) },
  { requiredKeys: [], noNullPrototype: true },
);
const anyOrder = { ordered: true, addsUp: true, closed: true } as const;
const json = fc.jsonValue({ maxDepth: 2, noUnicodeString: true } as object);

const kinds: { readonly [name: string]: Kind } = {
  bool: { type: t.bool, value: fc.boolean() },
  boolByOr: { type: t.boolByOr, value: fc.boolean() },
  int: { type: t.int, value: int },
  "ints.between": { type: t.ints.between(1, 3), value: int },
  "ints.positive": { type: t.ints.positive, value: int },
  "ints.unsigned": { type: t.ints.unsigned, value: int },
  "ints.u8": { type: t.ints.u8, value: int },
  "ints.u16": { type: t.ints.u16, value: int },
  "ints.u32": { type: t.ints.u32, value: int },
  "ints.s8": { type: t.ints.s8, value: int },
  "ints.s16": { type: t.ints.s16, value: int },
  "ints.s32": { type: t.ints.s32, value: int },
  float: { type: t.float, value: few(0.5, -1.5) },
  number: { type: t.number, value: few(1, 2, 0.5) },
  "numbers.between": { type: t.numbers.between(0, 3), value: few(1, 2, 0.5) },
  "numbers.positive": { type: t.numbers.positive, value: few(1, 2, 0.5) },
  "numbers.nonnegative": { type: t.numbers.nonnegative, value: few(0, 2, 0.5) },
  port: { type: t.port, value: few(80, 443) },
  str: { type: t.str, value: text },
  nonEmptyStr: { type: t.nonEmptyStr, value: text },
  singleLineStr: { type: t.singleLineStr, value: few("a", "a\n", "b"), closed: true },
  strMatching: { type: t.strMatching(/[a-z ]+/), value: text },
  separatedString: { type: t.separatedString("; "), ...joined },
  lines: { type: t.lines, ...joined },
  commas: { type: t.commas, ...joined },
  envVar: { type: t.envVar, ...joined },
  passwdEntry: { type: t.passwdEntry(t.str), value: text },
  path: { type: t.path, value: few("/a", "/b") },
  enum: { type: t.enum(["a", "b", 1, true]), value: few<unknown>("a", "b", 1, true) },
  nullOr: { type: t.nullOr(t.int), value: fc.option(int) },
  either: { type: t.either(t.int, t.str), value: fc.oneof(int, text) },
  oneOf: {
    type: t.oneOf<AnyType>([t.int, t.str, t.listOf(t.bool)]),
    value: fc.oneof(int, text, list(fc.boolean())),
    ordered: true,
    addsUp: true,
  },
  listOf: { type: t.listOf(t.int), value: list(int), ordered: true, addsUp: true },
  nonEmptyListOf: {
    type: t.nonEmptyListOf(t.str),
    value: fc.array(text, { minLength: 1, maxLength: 3 }),
    ordered: true,
    addsUp: true,
  },
  attrsOf: { type: t.attrsOf(t.int), value: set(int) },
  lazyAttrsOf: { type: t.lazyAttrsOf(t.int), value: set(int) },
  attrsWith: { type: t.attrsWith(t.boolByOr, { lazy: false, placeholder: "entry" }), value: set(fc.boolean()) },
  attrs: { type: t.attrs, value: set(int), ordered: true },
  attrTag: {
    type: t.attrTag({ one: option(t.int), two: option(t.str) }),
    value: fc.oneof(fc.record({ one: int }), fc.record({ two: text })),
  },
  submodule: { type: t.submodule(inner), value: innerValue, ...anyOrder },
  submoduleWith: { type: t.submoduleWith({ modules: [{ options: inner }] }), value: innerValue, ...anyOrder },
  coercedTo: { type: t.coercedTo(t.int, String, t.str), value: few<unknown>(1, "1", 2, "a") },
  unique: { type: t.unique(t.int), value: int, single: true },
  addCheck: { type: t.addCheck(t.int, (value) => value < 4), value: int },
  json: { type: t.json, value: json, ordered: true, addsUp: true },
  anything: { type: t.anything, value: fc.oneof(int, text, set(fc.oneof(int, set(int)))) },
  raw: { type: t.raw, value: fc.oneof(int, text), single: true },
  unspecified: {
    type: t.unspecified,
    value: fc.oneof(int, text, fc.boolean(), list(int), set(int)),
    ordered: true,
    addsUp: true,
  },
  deferred: { type: t.deferred, value: fc.oneof(int, set(int)), ...anyOrder },
  // Types around types, where definitions are merged further in.
  "nullOr(lines)": { type: t.nullOr(t.lines), value: fc.option(text), ordered: true, addsUp: true },
  "attrsOf(attrsOf)": { type: t.attrsOf(t.attrsOf(t.boolByOr)), value: set(set(fc.boolean())) },
  "attrsOf(listOf)": { type: t.attrsOf(t.listOf(t.int)), value: set(list(int)), ordered: true, addsUp: true },
  "listOf(submodule)": { type: t.listOf(t.submodule(inner)), value: list(innerValue), ...anyOrder },
  "attrsOf(submodule)": { type: t.attrsOf(t.submodule(inner)), value: set(innerValue), ...anyOrder },
  "submodule of scalars": {
    type: t.submodule({ a: option(t.int, { default: 9 }), b: option(t.nullOr(t.str)) }),
    value: fc.record({ a: int, b: fc.option(text) }, { requiredKeys: [], noNullPrototype: true }),
    closed: true,
  },
};

/** What definitions come to: a value, or the codes of what is wrong with them. */
type Outcome = { readonly value: unknown } | { readonly codes: readonly string[] };

/** The outcome of these definitions, in this order. */
const outcome = (kind: Kind, definitions: readonly unknown[]): Outcome =>
  outcomeOfModules(kind, [mkMerge(definitions)]);

/** The outcome of definitions of which each stands in a module of its own. */
function outcomeOfModules({ type }: Kind, definitions: readonly unknown[]): Outcome {
  const evaluation = evalModules({
    modules: [{ options: { a: option(type) } }, ...definitions.map((a) => ({ config: { a } }))],
  });
  const problems = evaluation.diagnostics();
  if (problems.length > 0) return { codes: problems.map(({ code }) => code).toSorted() };
  const value = evaluation.config["a"];
  return {
    value: type === t.deferred ? (value as readonly DeferredDefinition[]).map((each) => each.value) : force(value),
  };
}

const isRight = (result: Outcome): result is { readonly value: unknown } => "value" in result;

/** Checks a law for definitions of each of these kinds. */
function law(
  words: string,
  of: (kind: Kind) => boolean,
  check: (kind: Kind, definitions: readonly unknown[], more: fc.GeneratorValue) => void,
): void {
  test.each(Object.entries(kinds).filter(([, kind]) => of(kind)))(`${words}: %s`, (_, kind) => {
    const definitions = fc.array(kind.value, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(definitions, fc.gen(), (values, more) => check(kind, values, more)),
      { numRuns: 40 },
    );
  });
}

const shuffled = <T>(values: readonly T[], more: fc.GeneratorValue): readonly T[] =>
  more(fc.shuffledSubarray, [...values.keys()], { minLength: values.length }).map((index) => values[index]!);

test("all types are here", () => {
  const all = Object.entries(t).flatMap(([name, type]) => {
    const isGroup = typeof type === "object" && !("_type" in type);
    return isGroup ? Object.keys(type).map((each) => `${name}.${each}`) : [name];
  });
  expect(all.filter((name) => !(name in kinds))).toEqual([]);
});

describe("definitions", () => {
  law(
    "their order does not matter",
    ({ ordered }) => ordered !== true,
    (kind, values, more) => {
      expect(outcome(kind, shuffled(values, more))).toEqual(outcome(kind, values));
    },
  );

  law(
    "where it matters, it is what mkOrder says",
    ({ ordered }) => ordered === true,
    (kind, values, more) => {
      const placed = values.map((value, index) => mkOrder<unknown>(100 * index, value));
      expect(outcome(kind, shuffled(placed, more))).toEqual(outcome(kind, values));
    },
  );

  law(
    "it does not matter how they are put together",
    () => true,
    (kind, values, more) => {
      const cut = more(fc.nat, { max: values.length });
      const [first, second] = [values.slice(0, cut), values.slice(cut)];
      const grouped = [mkMerge<unknown>(first), mkMerge<unknown>([mkMerge<unknown>(second), mkMerge<unknown>([])])];
      expect(outcome(kind, grouped)).toEqual(outcome(kind, values));
      expect(outcomeOfModules(kind, values.toReversed())).toEqual(outcome(kind, values));
    },
  );

  law(
    "what some of them come to may stand for them",
    ({ closed, single }) => closed !== true && single !== true,
    (kind, values, more) => {
      const cut = more(fc.integer, { min: 1, max: values.length });
      const some = outcome(kind, values.slice(0, cut));
      const all = outcome(kind, values);
      if (isRight(some))
        expect(isRight(all) ? all : "fails").toEqual(either(outcome(kind, [some.value, ...values.slice(cut)])));
      else expect(isRight(all)).toBe(false);
    },
  );

  law(
    "saying a thing twice is saying it once",
    ({ addsUp, single }) => addsUp !== true && single !== true,
    (kind, [value], more) => {
      const several = Array.from({ length: more(fc.integer, { min: 1, max: 4 }) }, () => value);
      expect(outcome(kind, several)).toEqual(outcome(kind, [value]));
      expect(outcomeOfModules(kind, several)).toEqual(outcome(kind, [value]));
    },
  );

  law(
    "of some types there must not be several",
    ({ single }) => single === true,
    (kind, values) => {
      expect(isRight(outcome(kind, values))).toBe(values.length === 1);
    },
  );
});

describe("priorities", () => {
  law(
    "a weaker definition changes nothing",
    () => true,
    (kind, values, more) => {
      const weighted = values.map((value) => [more(fc.integer, { min: 1, max: 1400 }), value] as const);
      const strongest = Math.min(...weighted.map(([priority]) => priority));
      const written = weighted.map(([priority, value]) => mkOverride<unknown>(priority, value));
      const weaker = mkOverride<unknown>(more(fc.integer, { min: strongest + 1, max: 1499 }), values[0]);
      expect(outcome(kind, [weaker, ...written])).toEqual(outcome(kind, written));
      // Those that are as strong as the strongest are all that counts.
      const best = weighted.filter(([priority]) => priority === strongest).map(([, value]) => value);
      expect(outcome(kind, written)).toEqual(outcome(kind, best));
    },
  );

  law(
    "a stronger definition alone counts",
    () => true,
    (kind, [winner, ...others]) => {
      expect(outcome(kind, [...others, mkOverride<unknown>(50, winner)])).toEqual(outcome(kind, [winner]));
    },
  );

  law(
    "all definitions may be made weaker or stronger together",
    () => true,
    (kind, values, more) => {
      const priority = more(fc.integer, { min: 1, max: 1499 });
      expect(
        outcome(
          kind,
          values.map((value) => mkOverride<unknown>(priority, value)),
        ),
      ).toEqual(outcome(kind, values));
    },
  );
});

const either = (result: Outcome): Outcome | "fails" => (isRight(result) ? result : "fails");
