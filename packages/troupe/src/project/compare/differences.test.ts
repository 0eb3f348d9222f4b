import fc from "fast-check";
import { expect, test } from "vitest";
import { type Difference, differences } from "./differences.ts";

const json = fc.jsonValue({ maxDepth: 4 });

/** The value with one difference applied to it. */
function applied(value: unknown, { path: [key, ...rest], after }: Difference): unknown {
  if (key === undefined) return after;
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...(value as object) };
  if (rest.length === 0 && after === undefined) delete copy[key];
  else
    Object.defineProperty(copy, key, {
      value: applied(copy[key], { path: rest, before: undefined, after }),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return copy;
}

test("a value has no differences from its copy", () => {
  fc.assert(fc.property(json, (value) => void expect(differences(value, structuredClone(value))).toEqual([])));
});

test("applying all differences to the first value gives the second", () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      expect(differences(before, after).reduce(applied, before as unknown)).toEqual(after);
    }),
  );
});

test("the innermost values differ, and lists of different lengths as a whole", () => {
  expect(differences({ a: { b: [1, 2], c: [1] }, d: 1 }, { a: { b: [1, 3], c: [1, 2] }, e: 2 })).toEqual([
    { path: ["a", "b", "1"], before: 2, after: 3 },
    { path: ["a", "c"], before: [1], after: [1, 2] },
    { path: ["d"], before: 1, after: undefined },
    { path: ["e"], before: undefined, after: 2 },
  ]);
});
