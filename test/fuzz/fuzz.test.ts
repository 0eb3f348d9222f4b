/** A few random inventories that every change must pass; `npm run fuzz` tries thousands. */
import { expect, test } from "vitest";
import { runCase } from "./case.ts";

test("whatever is written, nothing but diagnostics comes out", () => {
  const outcomes = Array.from({ length: 60 }, (_, seed) => runCase(seed, 12, 0));
  expect(
    outcomes.flatMap(({ seed, failure }) => (failure === undefined ? [] : [`seed ${seed}: ${failure.error}`])),
  ).toEqual([]);
  // If most of them were wrong, they would all end at names.
  expect(outcomes.filter(({ isRight }) => isRight).length).toBeGreaterThan(outcomes.length / 3);
});
