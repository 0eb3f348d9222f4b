/**
 * A pattern with something else than a string in it ended in an error about the string that it was taken for, and each
 * time in another one.
 */
import { defineService } from "@troupe/core";
import { option, t } from "@troupe/modules";
import { expect, test } from "vitest";
import { problemsOf, withService } from "./evaluate.ts";

test.each([Symbol("role"), 5, ["r"], "a:b"])("the role %s of a pattern", (roleName) => {
  const service = defineService({
    manifest: { name: "s" },
    exports: { n: option(t.int, { default: 0 }) },
    roles: {
      r: {
        perInstance: ({ exports }) => ({ module: () => ({ lines: [String(exports.one({ roleName } as never))] }) }),
      },
    },
  });
  const evaluated = withService(service);
  const told = problemsOf(evaluated);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^TRP2302 The roleName (of an export scope must be a string, but is|"a:b" cannot be part of)/,
  );
  expect(problemsOf(evaluated)).toEqual(told);
});
