/** Forms of cases that must work whichever case files are at hand. */
import { describe, expect, test } from "vitest";
import { type ModulesInput, runModulesCase } from "./run-case.ts";

const int = { $option: { type: { t: "int" } } };
const strings = { $option: { type: { t: "listOf", of: { t: "str" } }, default: [] } };

function run(...modules: ModulesInput["modules"]): unknown {
  const outcome = runModulesCase({ modules });
  return "ok" in outcome ? outcome.ok : [outcome.err, outcome.option];
}

const option = (type: object, ...definitions: readonly unknown[]): unknown =>
  run({ options: { a: { $option: { type } } } }, ...definitions.map((a) => ({ config: { a } })));

describe("helpers", () => {
  const warnings = {
    options: {
      warnings: strings,
      assertions: { $option: { type: { t: "listOf", of: { t: "anything" } }, default: [] } },
    },
  };

  test("renamed forwards definitions and warns", () => {
    expect(
      run(
        warnings,
        { options: { a: int } },
        { $helper: "renamed", from: ["b"], to: ["a"] },
        { file: "f", config: { b: 3 } },
      ),
    ).toEqual({
      a: 3,
      assertions: [],
      b: 3,
      warnings: ["The option `b' defined in `f' has been renamed to `a'."],
    });
  });

  test("changed converts the old value", () => {
    const changed = { $helper: "changed", from: ["b"], to: ["a"], fn: ["mul", 2] } as const;
    expect(run(warnings, { options: { a: int } }, changed, { file: "f", config: { b: 3 } })).toMatchObject({
      a: 6,
      b: 3,
    });
    expect(run(warnings, { options: { a: { $option: { type: { t: "int" }, default: 1 } } } }, changed)).toMatchObject({
      a: 1,
      warnings: [],
    });
  });

  test("removed fails when it is read", () => {
    const removed = { $helper: "removed", from: ["b"], to: [], message: "use a" } as const;
    expect(run(warnings, { options: { a: int } }, removed, { config: { a: 1, b: 1 } })).toEqual([
      "removed-option",
      undefined,
    ]);
  });
});

describe("expressions", () => {
  test("are computed", () => {
    const cases: readonly (readonly [unknown, unknown])[] = [
      [{ $str: ["a", { $call: ["toString", 5] }] }, "a5"],
      [{ $attrs: [[{ $str: ["x", "y"] }, 1]] }, { xy: 1 }],
      [{ $call: ["if", true, 1, { $throw: "no" }] }, 1],
      [{ $call: ["update", { a: 1, b: 1 }, { b: 2 }] }, { a: 1, b: 2 }],
      [{ $call: ["sort", [3, 1, 2]] }, [1, 2, 3]],
      [{ $call: ["unique", [1, 1, 2]] }, [1, 2]],
      [{ $call: ["getOr", "x", 7, {}] }, 7],
      [{ $call: ["attrValues", { b: 1, a: 2 }] }, [2, 1]],
      [{ $call: ["splitComma", "a,b"] }, ["a", "b"]],
      [{ $call: ["joinComma", ["a", "b"]] }, "a,b"],
      [{ $call: ["genTrue", ["k"]] }, { k: true }],
      [{ $apply: [{ $call: ["add", 1] }, 2] }, 3],
      [{ $call: ["typeOf", 1.5] }, "float"],
      [{ $call: ["length", [{ $throw: "lazy" }]] }, 1],
      [{ $lit: { $if: 1 } }, { $if: 1 }],
    ];
    for (const [expression, expected] of cases) expect(option({ t: "raw" }, expression)).toEqual({ a: expected });
  });

  test("fail with a category", () => {
    expect(option({ t: "raw" }, { $call: ["get", "x", {}] })).toEqual(["missing-attribute", undefined]);
    expect(option({ t: "raw" }, { $call: ["parseInt", "x"] })).toEqual(["coercion", undefined]);
    expect(option({ t: "raw" }, { $throw: "x" })).toEqual(["user-throw", undefined]);
    expect(run({ options: { a: int }, config: { $if: [false, { $throw: "names" }] } })).toEqual([
      "user-throw",
      undefined,
    ]);
  });
});

describe("types", () => {
  test("all have a counterpart", () => {
    expect(option({ t: "numberNonnegative" }, 0)).toEqual({ a: 0 });
    expect(option({ t: "numberNonnegative" }, -1)).toEqual(["type-mismatch", "a"]);
    expect(option({ t: "s8" }, -129)).toEqual(["type-mismatch", "a"]);
    expect(option({ t: "json" }, { x: [1, null] }, { x: ["y"] })).toEqual({ a: { x: ["y", 1, null] } });
    expect(option({ t: "attrsWith", of: { t: "int" }, lazy: true }, { x: { $if: [false, 1] } })).toEqual([
      "missing-definition",
      "a.x",
    ]);
    expect(option({ t: "attrListOf", of: { t: "int" } }, [{ x: 1 }, { y: { $override: [50, 2] } }], { y: 3 })).toEqual({
      a: [{ x: 1 }, { y: 2 }],
    });
    expect(option({ t: "deferredModuleWith", modules: [] }, { x: 1 })).toMatchObject({
      a: { imports: [{ imports: [{ x: 1 }] }] },
    });
    expect(option({ t: "optionDeclaration" }, { $mkOption: {} })).toBeTypeOf("object");
    expect(option({ t: "optionType" }, { $type: { t: "int" } })).toEqual({ a: "<type>" });
    expect(option({ t: "commas" }, "x", "y")).toEqual({ a: "y,x" });
  });
});

describe("endless values", () => {
  test("are infinite recursion", () => {
    const library = { R: { options: { child: { $option: { type: { t: "submodule", modules: ["R"] } } } } } };
    const outcome = runModulesCase({ modules: ["R"], library });
    expect("err" in outcome && outcome.err).toBe("infinite-recursion");
  });
});
