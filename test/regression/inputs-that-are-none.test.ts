/** `inputs: { std: null }` ended in a TypeError, as did a nested service that throws when it is looked at. */
import { defineInventory, defineService, inventorySchema } from "@troupe/core";
import { expect, test } from "vitest";
import { evaluate, problemsOf, withService } from "./evaluate.ts";

test("an input that is no collection of services does not exist", () => {
  const inventory = defineInventory({
    inputs: { std: null as never },
    json: { instances: { i: { module: { name: "kv", input: "std" } } } },
  });
  const evaluated = evaluate(inventory);
  expect(problemsOf(evaluated)).toMatchInlineSnapshot(`
    [
      "TRP2005 Instance "i" takes its service from the input "std", which does not exist.
      hint: There is: self.",
    ]
  `);
  expect(() => inventorySchema(evaluated.inventory, { classes: ["linux"] })).not.toThrow();
});

test("nested services that cannot be looked at are none", () => {
  const resisting = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error("no");
      },
    },
  );
  const service = defineService({
    manifest: { name: "s" },
    roles: { r: { perInstance: () => ({ services: { sub: resisting as never } }) } },
  });
  expect(problemsOf(withService(service))).toMatchInlineSnapshot(`
    [
      "TRP2701 In the result of instance i, role r, \`services.sub\` must be an object, but is an object.
      hint: Write services: { NAME: { service, roles: { ROLE: { settings: { … } } } } }.",
    ]
  `);
});
