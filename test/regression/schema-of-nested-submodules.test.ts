/**
 * The JSON Schema of a submodule that may hold submodules of its own type had no end; that of a tree with something
 * else in it was a TypeError.
 */
import { jsonSchema, option, type OptionTree, t } from "@troupe/modules";
import { expect, test } from "vitest";

test("what is nested in a type of its own is left open", () => {
  const menu: OptionTree = { title: option(t.str), items: option(t.listOf(t.submodule(() => menu))) };
  expect(jsonSchema(menu)).toEqual({
    type: "object",
    properties: {
      title: { type: "string" },
      items: {
        type: "array",
        items: {
          type: "object",
          properties: { title: { type: "string" }, items: { type: "array", items: { type: "object" } } },
          required: ["title"],
          additionalProperties: false,
        },
      },
    },
    required: ["title"],
    additionalProperties: false,
  });
});

test("types that are made anew at each level come to an end as well", () => {
  const node = (): OptionTree => ({ child: option(t.nullOr(t.submodule(() => node()))) });
  expect(JSON.stringify(jsonSchema(node())).length).toBeLessThan(5000);
});

test("a tree with something else in it is a problem", () => {
  expect(() => jsonSchema({ group: { port: t.port as never } })).toThrowErrorMatchingInlineSnapshot(`
    [TroupeError: TRP1018 \`group.port\` is declared as a type, but it must be an option, or an object with options in it.
      hint: Write option(…) around a type: option(t.str), or option(t.int, { default: 3 }).]
  `);
});
