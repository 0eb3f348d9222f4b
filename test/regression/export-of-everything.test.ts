/**
 * A free-form export of all exports, its own among them, was unfolded again and again: one took a minute, two never
 * came to an end.
 */
import { defineInventory, defineService } from "@troupe/core";
import { expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";

test("an export that holds itself is a problem, and is found at once", () => {
  const service = defineService({
    manifest: { name: "s" },
    roles: {
      r: { perInstance: ({ mkExports, exports }) => ({ exports: mkExports(() => exports.select() as never) }) },
    },
  });
  const names = Array.from({ length: 30 }, (_, index) => `m${index}`);
  const inventory = defineInventory({
    services: { service },
    machines: Object.fromEntries(names.map((name) => [name, {}])),
  });
  const evaluated = evaluate(inventory.instances({ i: { service: "service", roles: { r: { tags: ["all"] } } } }));
  const problems = evaluated.diagnostics();
  expect(problems).toHaveLength(30);
  expect(problems[0]!.message).toMatchInlineSnapshot(
    `"The export "s:i:r:m0" holds itself: \`[0].value\` is the whole export again, or a part that it lies in."`,
  );
  expect(JSON.stringify(evaluated.machine("m0").contributors()).length).toBeLessThan(10_000_000);
});
