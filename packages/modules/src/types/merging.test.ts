/** Merging and combining of option types. */
import { describe, expect, test } from "vitest";
import { mkDefault, mkForce, mkIf, mkMerge } from "../merge/wrappers.ts";
import { option } from "../options/option.ts";
import { evalModules } from "../evaluate/eval-modules.ts";
import { force } from "../evaluate/force.ts";
import { t } from "./index.ts";
import type { AnyType } from "../model/option.ts";

function merged(type: AnyType, ...definitions: readonly unknown[]): unknown {
  const evaluation = evalModules({
    modules: [{ options: { a: option(type) } }, ...definitions.map((a) => ({ config: { a } }))],
  });
  const problems = evaluation.diagnostics();
  return problems.length > 0
    ? problems.map(({ code, path }) => `${code} ${path}`).join(" ")
    : force(evaluation.config)["a"];
}

describe("merging", () => {
  test("of elements: each is checked on its own, false conditions drop it", () => {
    expect(merged(t.listOf(t.int), [1, mkIf(false, 2), mkForce(3)])).toEqual([1, 3]);
    expect(merged(t.listOf(t.int), [1, "x"])).toBe('TRP1002 a."[definition 1-entry 2]"');
    expect(merged(t.attrsOf(t.int), { x: 1, y: mkIf(false, 2) }, { x: mkForce(5) })).toEqual({ x: 5 });
    expect(merged(t.attrsOf(t.int), { x: "x" })).toBe("TRP1002 a.x");
    expect(merged(t.lazyAttrsOf(t.listOf(t.int)), { x: mkIf(false, [1]) })).toEqual({ x: [] });
    expect(merged(t.lazyAttrsOf(t.int), { x: mkIf(false, 1) })).toBe("TRP1004 a.x");
  });

  test("of strings", () => {
    expect(merged(t.lines, "b", "a")).toBe("a\nb");
    expect(merged(t.singleLineStr, "a\n")).toBe("a");
    expect(merged(t.str, "a", "b")).toBe("TRP1001 a");
  });

  test("of alternatives: all definitions must be of the same one", () => {
    const type = t.either(t.int, t.listOf(t.int));
    expect(merged(type, [1], [2])).toEqual([2, 1]);
    expect(merged(type, [1], 2)).toBe("TRP1002 a");
    expect(merged(t.nullOr(t.int), null, 1)).toBe("TRP1016 a");
  });

  test("of converted values", () => {
    const type = t.coercedTo(t.str, (one) => [one], t.listOf(t.str));
    expect(merged(type, "x", ["y"])).toEqual(["y", "x"]);
    expect(merged(type)).toEqual([]);
  });

  test("of tagged unions", () => {
    const type = t.attrTag({ file: option(t.path), lines: option(t.listOf(t.str)) });
    expect(merged(type, { lines: ["a"] }, { lines: ["b"] })).toEqual({ lines: ["b", "a"] });
    expect(merged(type, { lines: ["a"] }, { file: "/b" })).toBe("TRP1016 a");
    expect(merged(type, { lines: "a" })).toBe("TRP1002 a.lines");
  });

  test("of anything", () => {
    expect(
      merged(t.anything, { a: { b: 1 } }, { a: { c: mkDefault(2) } }, { d: mkMerge([{ e: 1 }, { f: 2 }]) }),
    ).toEqual({
      a: { b: 1, c: 2 },
      d: { e: 1, f: 2 },
    });
    expect(merged(t.anything, [1], [2])).toBe("TRP1001 a");
    expect(merged(t.anything, { x: 1 }, 1)).toBe("TRP1016 a");
    expect(merged(t.raw, 1, 1)).toBe("TRP1015 a");
    expect(merged(t.unspecified, [1], [2])).toEqual([2, 1]);
    expect(merged(t.json, { a: [1] }, { a: [null] })).toEqual({ a: [null, 1] });
  });
});

describe("declaring an option twice", () => {
  test("combines types of the same family", () => {
    expect(t.nullOr(t.enum(["a"])).combine(t.nullOr(t.enum(["b"])))?.description).toBe('null or one of "a", "b"');
    expect(t.attrsOf(t.listOf(t.str)).combine(t.attrsOf(t.listOf(t.str)))?.description).toBe(
      "attribute set of list of string",
    );
    expect(t.port.combine(t.int)?.description).toBe("signed integer");
    expect(t.str.combine(t.int)).toBeUndefined();
    expect(t.lines.combine(t.commas)).toBeUndefined();
    expect(t.coercedTo(t.int, String, t.str).combine(t.coercedTo(t.int, String, t.str))).toBeUndefined();
  });
});
