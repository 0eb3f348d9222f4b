/** What is thrown need not be an error: turning a bigint, or an object that holds itself, into words failed. */
import { defineService } from "@troupe/core";
import { expect, test } from "vitest";
import { problemsOf, withService } from "./evaluate.ts";

test("anything can be thrown", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  const told = [10n, cyclic, Symbol("odd"), Object.create(null), undefined].map((thrown: unknown) => {
    const perInstance = (): never => {
      throw thrown;
    };
    return problemsOf(withService(defineService({ manifest: { name: "s" }, roles: { r: { perInstance } } })));
  });
  expect(told.flat().map((message) => message.split(" failed: ")[1])).toMatchInlineSnapshot(`
    [
      "it threw 10n",
      "it threw { self: { self: { self: { self: { self: { self: … } } } } } }",
      "it threw Symbol(odd)",
      "it threw {}",
      "it threw undefined",
    ]
  `);
});
