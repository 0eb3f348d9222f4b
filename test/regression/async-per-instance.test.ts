/** An async perInstance that failed ended the whole program, before anybody was told that it must not be async. */
import { defineService } from "@troupe/core";
import { expect, test } from "vitest";
import { problemsOf, withService } from "./evaluate.ts";

test("an async perInstance that fails is told like one that does not", async () => {
  // vitest fails a run with rejections that nobody handles.
  const service = defineService({
    manifest: { name: "s" },
    roles: { r: { perInstance: (() => Promise.reject(new Error("no"))) as never } },
  });
  expect(problemsOf(withService(service))).toMatchInlineSnapshot(`
    [
      "TRP2502 perInstance of role "r" of service "s" (instance i, machine alice) must return an object, but returned a promise.
      hint: Remove async: evaluation does no I/O, so there is nothing to wait for.",
    ]
  `);
  await new Promise((resolve) => setImmediate(resolve));
});
