/** Laws of merging, for definitions nobody thought of. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mkOverride } from "../merge/wrappers.ts";
import { option } from "../options/option.ts";
import { t } from "../types/index.ts";
import type { AnyType } from "../model/option.ts";
import { evalModules } from "./eval-modules.ts";
import { force } from "./force.ts";

/** The merged value of definitions of one option, or the codes of what is wrong. */
function merged(type: AnyType, definitions: readonly unknown[]): unknown {
  const evaluation = evalModules({
    modules: [{ options: { a: option(type) } }, ...definitions.map((a) => ({ config: { a } }))],
  });
  const problems = evaluation.diagnostics();
  return problems.length > 0 ? problems.map(({ code }) => code) : force(evaluation.config);
}

const name = fc.constantFrom("a", "b", "c", "__proto__", "constructor", "1");
const int = fc.integer({ min: 0, max: 3 });
const set = fc.dictionary(name, int, { noNullPrototype: true });

describe("merging", () => {
  test("does not depend on the order of definitions, except for lists and text", () => {
    const unordered: readonly (readonly [AnyType, fc.Arbitrary<unknown>])[] = [
      [t.int, int],
      [t.boolByOr, fc.boolean()],
      [t.nullOr(t.int), fc.option(int)],
      [t.attrsOf(t.int), set],
      [
        t.attrsOf(t.attrsOf(t.boolByOr)),
        fc.dictionary(name, fc.dictionary(name, fc.boolean(), { noNullPrototype: true }), { noNullPrototype: true }),
      ],
      [
        t.submodule({ a: option(t.int, { default: 9 }), b: option(t.int, { default: 9 }) }),
        fc.record({ a: int, b: int }, { requiredKeys: [], noNullPrototype: true }),
      ],
      [t.anything, fc.oneof(int, set)],
    ];
    for (const [type, value] of unordered) {
      fc.assert(
        fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (definitions) => {
          expect(merged(type, definitions.toReversed())).toEqual(merged(type, definitions));
        }),
        { numRuns: 60 },
      );
    }
  });

  test("of equal values is that value", () => {
    fc.assert(
      fc.property(fc.oneof(int, fc.string(), fc.boolean(), set), fc.integer({ min: 1, max: 4 }), (value, count) => {
        expect(
          merged(
            t.anything,
            Array.from({ length: count }, () => value),
          ),
        ).toEqual({ a: value });
      }),
    );
  });

  test("of lists keeps every element", () => {
    fc.assert(
      fc.property(fc.array(fc.array(int), { maxLength: 4 }), (lists) => {
        expect(merged(t.listOf(t.int), lists)).toEqual({ a: lists.toReversed().flat() });
      }),
    );
  });

  test("is decided by the lowest priority: whatever is added above it changes nothing", () => {
    const definitions = fc.array(fc.tuple(fc.integer({ min: 1, max: 2000 }), int), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(definitions, int, (weighted, other) => {
        const wrapped = weighted.map(([priority, value]) => mkOverride<unknown>(priority, value));
        const weaker = mkOverride<unknown>(Math.min(...weighted.map(([priority]) => priority)) + 1, other);
        expect(merged(t.int, [...wrapped, weaker])).toEqual(merged(t.int, wrapped));
      }),
    );
  });

  test("into an attribute set is the same as into a freeform configuration", () => {
    fc.assert(
      fc.property(fc.array(set, { maxLength: 3 }), (sets) => {
        const free = evalModules({
          modules: [{ freeformType: t.attrsOf(t.int) }, ...sets.map((config) => ({ config }))],
        });
        const problems = free.diagnostics().map(({ code }) => code);
        expect(problems.length > 0 ? problems : { a: force(free.config) }).toEqual(merged(t.attrsOf(t.int), sets));
      }),
    );
  });
});
