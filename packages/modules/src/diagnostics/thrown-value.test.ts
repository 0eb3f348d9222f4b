import { expect, test } from "vitest";
import { describeThrown } from "./thrown-value.ts";

const text = (thrown: unknown): string => describeThrown(thrown).text;

test("errors are told by their name and message", () => {
  expect(text(new Error("no port"))).toBe("no port");
  expect(text(new TypeError("no port"))).toBe("TypeError: no port");
});

test("a thrown value that is no error is shown", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  const things = ["no port", undefined, null, 10n, Symbol("odd"), { port: 80 }, Object.create(null), cyclic];
  expect(things.map(text)).toMatchInlineSnapshot(`
    [
      "it threw "no port"",
      "it threw undefined",
      "it threw null",
      "it threw 10n",
      "it threw Symbol(odd)",
      "it threw { port: 80 }",
      "it threw {}",
      "it threw { self: { self: { self: { self: { self: { self: … } } } } } }",
    ]
  `);
});

test("a value with throwing getters is described without them", () => {
  expect(text(Object.assign(new Error("odd"), { message: Object.create(null) as string }))).toMatchInlineSnapshot(
    `"it threw something that cannot even be looked at"`,
  );
  expect(describeThrown(Object.assign(new Error("odd"), { stack: 5 }))).toEqual({ text: "odd", stack: "" });
});
