/**
 * What a wrong name may have meant was told a hundred times and then no more, so that whoever asked again was told
 * something else.
 */
import { defineInventory, defineService } from "@troupe/core";
import { expect, test } from "vitest";
import { evaluate, problemsOf } from "./evaluate.ts";

test("the same wrong name gets the same advice, however many read it", () => {
  const names = Array.from({ length: 150 }, (_, index) => `m${index}`);
  const service = defineService({
    manifest: { name: "s" },
    roles: { r: { perInstance: ({ exports }) => ({ module: () => ({ lines: [String(exports["s:j:r:m0"])] }) }) } },
  });
  const inventory = defineInventory({
    services: { s: service },
    machines: Object.fromEntries(names.map((name) => [name, {}])),
  });
  const evaluated = evaluate(inventory.instances({ i: { service: "s", roles: { r: { tags: ["all"] } } } } as never));
  const first = problemsOf(evaluated);
  expect(first[0]).toMatch(/hint: /);
  expect(problemsOf(evaluated)).toEqual(first);
});
