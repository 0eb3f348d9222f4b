import { expect, test } from "vitest";
import { t } from "../types/index.ts";
import { option } from "./option.ts";
import { standardSchema } from "./standard-schema.ts";

const user = t.submodule({ shell: option(t.str, { default: "sh" }), groups: option(t.listOf(t.str)) });
const { validate } = standardSchema({ port: option(t.port), users: option(t.attrsOf(user)) })["~standard"];

test("a complete input gets its defaults", () => {
  expect(validate({ port: 80, users: { jon: {} } })).toEqual({
    value: { port: 80, users: { jon: { shell: "sh", groups: [] } } },
  });
});

test("every problem is an issue with its path", () => {
  expect(validate({ users: { "a.$b": { groups: ["x", 5], shel: "sh" } } })).toMatchInlineSnapshot(`
    {
      "issues": [
        {
          "message": "\`port\` has to be set: it has no default.
      hint: Set it to a whole number from 0 to 65535.",
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
          "message": "\`users."a.\\$b".groups[1]\` must be a string, but is 5.
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
          "message": "The configuration is a group of options ({ … }), but is set to an integer.
      hint: Set the options in it: port, users.",
          "path": [],
        },
      ],
    }
  `);
});
