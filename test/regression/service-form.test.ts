/** A service that only a cast got past the compiler ended in a TypeError, if anything in it had another form. */
import { defineExports, defineService, inventorySchema } from "@troupe/core";
import { option, t } from "@troupe/modules";
import { expect, test } from "vitest";
import { problemsOf, withService } from "./evaluate.ts";

const r = {};
const forms: readonly object[] = [
  { manifest: null, roles: { r } },
  { manifest: { name: 5 }, roles: { r } },
  { manifest: { name: "s", constraints: { maxInstances: "1", roles: { r: null } } }, roles: { r } },
  { manifest: { name: "s" }, roles: [r] },
  { manifest: { name: "s" }, roles: { r: null } },
  { manifest: { name: "s" }, roles: { r: { interface: option(t.int), perInstance: {} } }, perMachine: 1 },
  { manifest: { name: "s" }, roles: { r }, exports: 5, provides: {}, reads: [{}] },
  { manifest: { name: "s" }, roles: { r }, provides: Object.assign([], { length: 1 }) },
  {
    manifest: { name: "s" },
    roles: { r },
    provides: new Proxy([], {
      get() {
        throw new Error("no contracts");
      },
    }),
  },
  { manifest: { name: "s" }, roles: { r }, provides: [defineExports("endpoint", [null] as never)] },
  {
    manifest: { name: "s" },
    get roles(): never {
      throw new Error("no roles");
    },
  },
];

test("every part of another form is reported", () => {
  const told = forms.flatMap((form) =>
    problemsOf(withService({ manifest: { name: "s" }, definition: form, site: {} })),
  );
  expect(told.join("\n")).toMatchInlineSnapshot(`
    "TRP2013 In service "s", \`manifest\` must be an object, but is null.
    TRP2013 In service "s", \`manifest.name\` must be a string, but is an integer.
    TRP2013 In service "s", \`manifest.constraints.maxInstances\` must be a number, but is a string.
    TRP2013 In service "s", \`manifest.constraints.roles.r\` must be an object, but is null.
    TRP2013 In service "s", \`roles\` must be an object, but is a list.
    TRP2013 In service "s", \`roles.r\` must be an object, but is null.
    TRP2013 In service "s", \`roles.r.interface\` must be a tree of options or a list of modules, but is an option.
    TRP2013 In service "s", \`roles.r.perInstance\` must be a function, but is an object.
    TRP2013 In service "s", \`perMachine\` must be a function, but is an integer.
    TRP2013 In service "s", \`exports\` must be a contract, a tree of options or a list of modules, but is an integer.
    TRP2013 In service "s", \`provides\` must be a list, but is an object.
    TRP2013 In service "s", \`reads[0]\` must be a contract made with defineExports, but is an object.
    TRP2013 In service "s", \`provides[0]\` must be a contract made with defineExports, but is missing.
    TRP1013 Computing \`services.s.definition.provides\` failed: no contracts
    TRP2013 In service "s", \`provides\` must be a list, but is something that cannot be looked at (no contracts).
    TRP1013 Computing \`services.s.definition.roles\` failed: no roles
    TRP2010 \`services.s\` must be a service, but is an object.
      hint: Put in what defineService({ … }) returns."
  `);
});

test("what is no service at all is said to be none", () => {
  expect(problemsOf(withService({ manifest: null, definition: null })).join("\n")).toMatchInlineSnapshot(`
    "TRP2010 \`services.s\` must be a service, but is an object.
      hint: Put in what defineService({ … }) returns."
  `);
});

test("the schema of inventory.json leaves such services out", () => {
  const evaluated = withService(defineService({ manifest: { name: "s" }, roles: { r: null as never } }));
  expect(() => inventorySchema(evaluated.inventory, { classes: ["linux"] })).not.toThrow();
});
