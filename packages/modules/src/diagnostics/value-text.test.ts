import { expect, test } from "vitest";
import { mkAfter, mkForce, mkIf, mkMerge, mkOverride } from "../merge/wrappers.ts";
import { option } from "../options/option.ts";
import { t } from "../types/index.ts";
import { kindOf, showPath, showValue } from "./value-text.ts";

test("paths name exactly one option", () => {
  expect([showPath(["a", "b.c", "d"]), showPath(["with", "x-y'", "<name>", "*", "$x", ""])]).toMatchInlineSnapshot(`
    [
      "a."b.c".d",
      ""with".x-y'.<name>.*."\\$x".""",
    ]
  `);
});

test("values are shown on one line, without computing anything", () => {
  const computed = Object.defineProperty({}, "x", {
    get: () => {
      throw new Error("computed");
    },
    enumerable: true,
  });
  const values = [
    { a: [1, "x", null], "b c": {} },
    [],
    computed,
    mkForce(9),
    mkAfter([1]),
    mkOverride(7, 1),
    mkMerge([1]),
    mkIf(true, 3),
    option(t.int),
    t.str,
    () => 1,
  ];
  expect(values.map((value) => showValue(value))).toMatchInlineSnapshot(`
    [
      "{ a: [1, "x", null], "b c": {} }",
      "[]",
      "{ x: … }",
      "mkForce(9)",
      "mkAfter([1])",
      "mkOverride(7, 1)",
      "mkMerge([1])",
      "mkIf(…, 3)",
      "option(signed integer)",
      "the type string",
      "a function",
    ]
  `);
  expect(showValue(Array.from({ length: 1000 }, (_, index) => index))).toMatchInlineSnapshot(
    `"[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,…"`,
  );
});

test("kinds", () => {
  expect([null, undefined, 1, 0.5, "", true, [], {}, () => 1].map(kindOf)).toMatchInlineSnapshot(`
    [
      "null",
      "undefined",
      "an integer",
      "a number",
      "a string",
      "a boolean",
      "a list",
      "an object",
      "a function",
    ]
  `);
});
