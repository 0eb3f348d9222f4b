import { expect, test } from "vitest";
import { lazy } from "../merge/wrappers.ts";
import { t } from "../types/index.ts";
import { jsonSchema } from "./json-schema.ts";
import { enableOption, option } from "./option.ts";

test("jsonSchema describes a complete input", () => {
  const tree = {
    enable: enableOption("it"),
    host: option(t.str, { description: "where", example: "localhost" }),
    limits: { size: option(t.ints.positive), mode: option(t.enum(["a", "b"]), { default: "a" }) },
    users: option(
      t.attrsOf(t.submodule(({ name }) => ({ shell: option(t.path), label: option(t.str, { default: name }) }))),
    ),
    computed: option(t.int, { default: lazy(() => 3), readOnly: true }),
    secret: option(t.raw, { internal: true }),
  };
  expect(jsonSchema(tree)).toMatchInlineSnapshot(`
    {
      "additionalProperties": false,
      "properties": {
        "computed": {
          "readOnly": true,
          "type": "integer",
        },
        "enable": {
          "default": false,
          "description": "Whether to enable it.",
          "type": "boolean",
        },
        "host": {
          "description": "where",
          "examples": [
            "localhost",
          ],
          "type": "string",
        },
        "limits": {
          "additionalProperties": false,
          "properties": {
            "mode": {
              "default": "a",
              "enum": [
                "a",
                "b",
              ],
            },
            "size": {
              "exclusiveMinimum": 0,
              "type": "integer",
            },
          },
          "required": [
            "size",
          ],
          "type": "object",
        },
        "users": {
          "additionalProperties": {
            "additionalProperties": false,
            "properties": {
              "label": {
                "type": "string",
              },
              "shell": {
                "pattern": "^/",
                "type": "string",
              },
            },
            "required": [
              "shell",
            ],
            "type": "object",
          },
          "type": "object",
        },
      },
      "required": [
        "host",
        "limits",
      ],
      "type": "object",
    }
  `);
});
