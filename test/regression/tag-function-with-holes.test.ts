/** A tag's function that returned a list with holes in it, `new Array(5)`, ended in a TypeError of ours. */
import { defineInventory } from "@troupe/core";
import { expect, test } from "vitest";
import { evaluate, problemsOf } from "./evaluate.ts";

test("a list with holes is none of machines", () => {
  const holes: string[] = [];
  holes.length = 5;
  const inventory = defineInventory({ machines: { alice: {} }, tags: { office: () => holes } });
  expect(problemsOf(evaluate(inventory))).toMatchInlineSnapshot(`
    [
      "TRP2102 The function of the tag "office" must return a list of machine names, but returned a list with something else in it.",
    ]
  `);
});
