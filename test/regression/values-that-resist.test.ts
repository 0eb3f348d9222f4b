/** A value that throws when it is looked at ended in that very error, or in another one while a message about it was made. */
import { defineService } from "@troupe/core";
import { evalModules, force, isTroupeError, option, t } from "@troupe/modules";
import { expect, test } from "vitest";
import { problemsOf, withService } from "./evaluate.ts";

const refuse = (): never => {
  throw new Error("leave me alone");
};
const resisting = [
  new Proxy({}, { getPrototypeOf: refuse }),
  new Proxy({}, { ownKeys: refuse }),
  new Proxy({}, { get: refuse }),
  {
    get value(): never {
      return refuse();
    },
  },
];

test("they are problems of the option that they are in", () => {
  const told = resisting.flatMap((value) =>
    evalModules({ modules: [{ options: { a: option(t.raw), b: option(t.str) }, config: { a: value, b: value } }] }).diagnostics(),
  );
  expect(told.map(({ code, message }) => `${code} ${message}`).join("\n")).toMatchInlineSnapshot(`
    "TRP1013 Computing \`a\` failed: leave me alone
    TRP1013 Computing \`b\` failed: leave me alone
    TRP1013 Computing \`a\` failed: leave me alone
    TRP1002 \`b\` must be a string, but is something that cannot be looked at.
    TRP1013 Computing \`a\` failed: leave me alone
    TRP1013 Computing \`b\` failed: leave me alone
    TRP1013 Computing \`a.value\` failed: leave me alone
    TRP1002 \`b\` must be a string, but is { value: … }."
  `);
  for (const value of resisting.slice(1)) expect(() => force({ value })).toThrow(expect.toSatisfy(isTroupeError) as Error);
});

test("also in what services return, and in settings", () => {
  for (const value of resisting) {
    const service = defineService({
      manifest: { name: "s" },
      roles: { r: { interface: { any: option(t.json) }, perInstance: () => ({ module: { any: { value } } }) } },
    });
    expect(problemsOf(withService(service, { any: value })).length).toBeGreaterThan(0);
  }
});
