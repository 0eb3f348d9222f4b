/**
 * explain failed where a condition throws something, or where a value is not JSON. So did the list of those who
 * contributed to a machine.
 */
import { defineService, explain } from "@troupe/core";
import { lazy, mkIf, option, t, type TroupeError } from "@troupe/modules";
import { expect, test } from "vitest";
import { withService } from "./evaluate.ts";

test("a condition that throws is a problem", () => {
  const condition = (): boolean => {
    throw "never";
  };
  const service = defineService({
    manifest: { name: "s" },
    roles: { r: { perInstance: () => ({ module: { lines: lazy(() => mkIf(condition, ["a"])) } }) } },
  });
  let problems: readonly { readonly message: string }[];
  try {
    ({ problems } = explain(withService(service), "alice", "lines"));
  } catch (error) {
    problems = (error as TroupeError).diagnostics;
  }
  expect(problems.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "Computing \`lines\` failed: it threw "never"",
    ]
  `);
});

test("what JSON cannot hold is said in words", () => {
  const cyclic: Record<string, unknown> = { name: "cyclic" };
  cyclic["self"] = cyclic;
  const any = { big: 10n, when: new Date(0), sign: Symbol("odd"), never: NaN, cyclic };
  const service = defineService({
    manifest: { name: "s" },
    exports: { any: option(t.raw) },
    roles: {
      r: {
        perInstance: ({ mkExports, exports }) => ({
          exports: mkExports({ any }),
          module: () => ({ any: exports["s:i:r:alice"]!.any as object }),
        }),
      },
    },
  });
  const evaluated = withService(service);
  expect(explain(evaluated, "alice", "any").value).toMatchInlineSnapshot(`
    {
      "big": "10n",
      "cyclic": {
        "name": "cyclic",
        "self": "…",
      },
      "never": "NaN",
      "sign": "a symbol",
      "when": "an instance of Date",
    }
  `);
  expect(Object.keys(evaluated.machine("alice").contributors()[0]!.reads.exports)).toEqual(["s:i:r:alice"]);
});
