import { expect, it } from "vitest";
import { listOf, missingTest } from "./coverage.ts";
import { cases } from "./findings.ts";

it("the tests that case ids name exist", () => {
  expect(cases.flatMap(({ tests }) => tests.map(missingTest)).filter((problem) => problem !== undefined)).toEqual([]);
});

it("case ids are unique", () => {
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
});

it("the list fails cases without tests, and tests that do not exist", () => {
  const file = "test/faults/coverage.test.ts";
  const absent = ["no", "such", "title"].join(" ");
  expect(
    listOf([
      { id: "Z1", what: "nothing", tests: [] },
      { id: "Z2", what: "a title", tests: [{ file, title: "case ids are unique" }] },
      { id: "Z3", what: "no title", tests: [{ file, title: absent }] },
      { id: "Z4", what: "no file", tests: [{ file: "nowhere.test.ts", title: "x" }] },
    ]).filter((line) => line.includes("FAILED")),
  ).toEqual([
    "       FAILED: no test covers it",
    `       FAILED: ${file} has no test "${absent}"`,
    "       FAILED: there is no file nowhere.test.ts",
  ]);
});
