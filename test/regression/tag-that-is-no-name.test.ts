/** `tags: [5]` made evaluateInventory throw, instead of being one of the problems. */
import { defineInventory } from "@troupe/core";
import { expect, test } from "vitest";
import { evaluate, problemsOf } from "./evaluate.ts";

test("a tag that is no name is reported, and the others are kept", () => {
  const evaluated = evaluate(defineInventory({ json: { machines: { alice: { tags: ["eu", 5] } } } }));
  expect(problemsOf(evaluated)).toMatchInlineSnapshot(`
    [
      "TRP1002 \`machines.alice.tags[1]\` must be a string, but is 5.
      hint: Write "5", in quotes.",
    ]
  `);
  expect(evaluated.inventory.machines.get("alice")!.tags).toEqual(["all", "eu", "linux"]);
});
