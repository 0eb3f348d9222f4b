import { expect, test } from "vitest";
import { didYouMean, suggest } from "./suggestion.ts";

test("suggest compares a bounded number of names", () => {
  function* endless(): Generator<string> {
    for (let index = 0; ; index++) yield `name-${index}`;
  }
  expect(suggest("name-1", endless())).toContain("name-1");
});

test("suggest compares no long names", () => {
  const long = "a".repeat(200_000);
  expect(suggest(`${long}b`, [long])).toEqual([]);
  expect(suggest("a".repeat(100), ["a".repeat(101), long])).toEqual(["a".repeat(101)]);
});

test("didYouMean does not repeat long names", () => {
  expect(didYouMean("b", ["a".repeat(200_000)])!.length).toBeLessThan(200);
});
