/**
 * A value that throws when it is looked at ended in that very error, or in another one while a message about it was
 * made.
 */
import { defineInventory, defineService } from "@troupe/core";
import { evalModules, force, isTroupeError, option, t } from "@troupe/modules";
import { expect, test } from "vitest";
import { evaluate, problemsOf, withService } from "./evaluate.ts";

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
    evalModules({
      modules: [{ options: { a: option(t.raw), b: option(t.str) }, config: { a: value, b: value } }],
    }).diagnostics(),
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
  for (const value of resisting.slice(1))
    expect(() => force({ value })).toThrow(expect.toSatisfy(isTroupeError) as Error);
});

test("also as services of an inventory", () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const told = [...resisting, revoked.proxy].flatMap((service) => {
    const inventory = defineInventory({ services: { s: service as never }, machines: { alice: {} } });
    return problemsOf(evaluate(inventory.instances({ i: { service: "s", roles: {} } } as never)));
  });
  expect(told.join("\n")).toMatchInlineSnapshot(`
    "TRP1013 Computing \`services.s\` failed: leave me alone
    TRP2010 \`services.s\` must be a service, but is something that cannot be looked at.
      hint: Put in what defineService({ … }) returns.
    TRP1013 Computing \`services.s\` failed: leave me alone
    TRP2010 \`services.s\` must be a service, but is an object.
      hint: Put in what defineService({ … }) returns.
    TRP1013 Computing \`services.s\` failed: leave me alone
    TRP2010 \`services.s\` must be a service, but is undefined.
      hint: Put in what defineService({ … }) returns.
    TRP1013 Computing \`services.s.value\` failed: leave me alone
    TRP2010 \`services.s\` must be a service, but is an object.
      hint: Put in what defineService({ … }) returns.
    TRP1013 Computing \`services.s\` failed: TypeError: Cannot perform 'get' on a proxy that has been revoked
    TRP2010 \`services.s\` must be a service, but is undefined.
      hint: Put in what defineService({ … }) returns."
  `);
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

test("also in the settings of those who contributed to a machine", () => {
  const list = new Proxy([], {
    get() {
      throw "leave me alone";
    },
  });
  const shown = [...resisting, list].map((value) => {
    const roles = { r: { interface: { any: option(t.raw, { default: { value } }) }, perInstance: () => ({}) } };
    const evaluated = withService(defineService({ manifest: { name: "s" }, roles }));
    const { evaluation, contributors } = evaluated.machine("alice");
    force(evaluation.config);
    return JSON.stringify(contributors().map(({ settings }) => settings));
  });
  expect(shown).toMatchInlineSnapshot(`
    [
      "[{"any":{"value":"something that cannot be looked at"}}]",
      "[{"any":{"value":"an object"}}]",
      "[{"any":{"value":{}}}]",
      "[{"any":{"value":"an object"}}]",
      "[{"any":{"value":"a list"}}]",
    ]
  `);
});
