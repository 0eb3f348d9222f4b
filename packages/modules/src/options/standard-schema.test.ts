import { expect, test } from "vitest";
import { t } from "../types/index.ts";
import { option } from "./option.ts";
import { standardSchema } from "./standard-schema.ts";

const user = t.submodule({ shell: option(t.str, { default: "sh" }), groups: option(t.listOf(t.str)) });
const { validate } = standardSchema({ port: option(t.port), users: option(t.attrsOf(user)) })["~standard"];

test("a complete input gets its defaults", () => {
  expect(validate({ port: 80, users: { jon: {} } })).toEqual({ value: { port: 80, users: { jon: { shell: "sh", groups: [] } } } });
});

test("every problem is an issue with its path", () => {
  expect(validate({ users: { "a.$b": { groups: ["x", 5], shel: "sh" } } })).toMatchInlineSnapshot(`
    {
      "issues": [
        {
          "message": "\`port\` is needed but nobody defines it, and it has no default.
      hint: Define \`port\`: 16 bit unsigned integer; between 0 and 65535 (both inclusive).",
          "path": [
            "port",
          ],
        },
        {
          "message": "There is no option \`users."a.\\$b".shel\`.
      hint: Did you mean "shell"?",
          "path": [
            "users",
            "a.$b",
            "shel",
          ],
        },
        {
          "message": "A definition of \`users."a.\\$b".groups[1]\` is not of its type: string.
      hint: Write "5", in quotes.",
          "path": [
            "users",
            "a.$b",
            "groups",
            1,
          ],
        },
      ],
    }
  `);
  expect(validate(5)).toMatchInlineSnapshot(`
    {
      "issues": [
        {
          "message": "The configuration is a group of options, but it is defined as an integer.
      hint: Define the options in it: port, users.",
          "path": [],
        },
      ],
    }
  `);
});
