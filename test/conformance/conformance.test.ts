/** Every case whose value real Nix computed, evaluated here. */
import path from "node:path";
import { describe, expect, test } from "vitest";
import { judge, type Kind, ownFiles, readCases } from "./judge.ts";

describe.each<Kind>(["modules", "inventory"])("%s cases", (kind) => {
  test.each(ownFiles(kind).map((file) => [path.basename(file, ".json"), file]))("%s", (_, file) => {
    const problems = readCases(file).flatMap((each) => {
      const { problem } = judge(kind, each);
      return problem === undefined ? [] : [`${each.name}: ${problem}`];
    });
    expect(problems).toEqual([]);
  });
});

test("at most 15 in 100 inventory cases deviate", () => {
  const cases = ownFiles("inventory").flatMap(readCases);
  expect(cases.filter((each) => judge("inventory", each).deviates).length / cases.length).toBeLessThan(0.15);
});
