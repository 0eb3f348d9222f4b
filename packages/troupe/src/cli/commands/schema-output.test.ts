import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";
import { schemaFiles } from "../testing/schema-project.ts";

const example = join(import.meta.dirname, "../../../../../examples/kvstore");

test("schema --out writes the schema of the inventory and those of all roles", async () => {
  const project = testProject(schemaFiles);
  const { status, stdout } = await project.troupe(["schema", "--out", "schemas"]);
  expect(status).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "Wrote schemas/inventory.schema.json and the settings of 6 roles.
    In inventory.json: "$schema": "./schemas/inventory.schema.json""
  `);
  expect(readFileSync(join(project.folder, "schemas/roles/web/server.schema.json"), "utf8")).toMatchInlineSnapshot(`
    "{
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Settings of role server of service web",
      "description": "Answers",
      "type": "object",
      "properties": {
        "port": {
          "type": "integer",
          "minimum": 0,
          "maximum": 65535,
          "description": "Where it listens",
          "default": 80
        },
        "name": {
          "type": "string",
          "pattern": "^(?:[a-z]+)$"
        },
        "size": {
          "enum": [
            "small",
            "large"
          ],
          "default": "small"
        },
        "hosts": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "tls": {
          "type": "object",
          "properties": {
            "enable": {
              "type": "boolean",
              "default": false
            }
          },
          "additionalProperties": false
        },
        "routes": {
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "properties": {
              "to": {
                "type": "string"
              },
              "weight": {
                "type": "integer",
                "exclusiveMinimum": 0,
                "default": 1
              }
            },
            "required": [
              "to"
            ],
            "additionalProperties": false
          }
        }
      },
      "required": [
        "name"
      ],
      "additionalProperties": false
    }
    "
  `);
  const { stdout: json } = await project.troupe(["schema", "--out", ".", "--json"]);
  expect(JSON.parse(json)).toMatchInlineSnapshot(`
    {
      "diagnostics": [],
      "folder": "FOLDER",
      "version": 1,
      "written": [
        "inventory.schema.json",
        "roles/lib%2Fopen/member.schema.json",
        "roles/lib%2Fweb/server.schema.json",
        "roles/lib%2Fweb/client.schema.json",
        "roles/open/member.schema.json",
        "roles/web/server.schema.json",
        "roles/web/client.schema.json",
      ],
    }
  `);
});

test("the schema of a role requires complete settings", async () => {
  const { stdout } = await testProject(schemaFiles).troupe(["schema", "--json"]);
  const { interfaces } = JSON.parse(stdout) as { interfaces: { web: { server: object } } };
  const validate = new Ajv2020({ strict: true }).compile(interfaces.web.server);
  expect(validate({ name: "x", port: 80 })).toBe(true);
  expect(validate({ port: 80 })).toBe(false);
});

test("the schema accepts the example's inventory.json and checks its ports", async () => {
  const { stdout } = await testProject().troupe(["schema", "-C", example]);
  const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(JSON.parse(stdout));
  expect(validate(JSON.parse(readFileSync(join(example, "inventory.json"), "utf8")))).toBe(true);
  expect(validate({ instances: { sessions: { roles: { primary: { settings: { port: 70000 } } } } } })).toBe(false);
});

test("the schema shares definitions between places", async () => {
  const small = `import { defineInventory, defineService, option, t } from "troupe";
const motd = defineService({
  manifest: { name: "motd" },
  roles: { member: { description: "Greets", interface: { text: option(t.str, { description: "The greeting" }) } } },
});
export default defineInventory({ services: { motd }, machines: { alice: { tags: ["home"] } } });
`;
  const { stdout } = await testProject({ "troupe.ts": small }).troupe(["schema"]);
  const { $defs, properties } = JSON.parse(stdout) as {
    $defs: { [name: string]: unknown };
    properties: { instances: unknown };
  };
  const { override, "settings-of-self-motd-member": settings } = $defs;
  expect({ instances: properties.instances, override, settings, names: Object.keys($defs) }).toMatchInlineSnapshot(`
    {
      "instances": {
        "additionalProperties": {
          "allOf": [
            {
              "$ref": "#/$defs/instance",
            },
            {
              "anyOf": [
                {
                  "required": [
                    "service",
                  ],
                },
                {
                  "required": [
                    "module",
                  ],
                },
              ],
            },
          ],
        },
        "description": "The uses of services.",
        "properties": {
          "motd": {
            "$ref": "#/$defs/instance-if-it-does-not-say-otherwise-of-self-motd",
          },
        },
        "propertyNames": {
          "pattern": "^[^:/\\s\\p{Cc}\\p{Cf}\\p{Cs}]+$",
        },
        "type": "object",
      },
      "names": [
        "machine-name",
        "tag-name",
        "filter",
        "order",
        "override",
        "if",
        "merge",
        "string-wrapped",
        "facts.ips.each",
        "facts.ips.each-wrapped",
        "facts.ips",
        "facts.ips-wrapped",
        "facts",
        "facts-wrapped",
        "machine.description",
        "machine.description-wrapped",
        "machine.class-wrapped",
        "machine.tags.each",
        "machine.tags.each-wrapped",
        "machine.tags",
        "machine.tags-wrapped",
        "machine.deploy",
        "machine.deploy-wrapped",
        "machine.facts",
        "machine.facts-wrapped",
        "machine.extensions",
        "machine.extensions-wrapped",
        "machine",
        "machine-wrapped",
        "string-wrapped-2",
        "string-wrapped-3",
        "meta",
        "meta-wrapped",
        "string-wrapped-4",
        "settings-of-self-motd-member",
        "settings-of-self-motd-member-wrapped",
        "role-member-of-self-motd",
        "roles-of-self-motd",
        "instance",
        "an-instance-that-names-no-service",
        "instance-if-it-does-not-say-otherwise-of-self-motd",
      ],
      "override": {
        "additionalProperties": false,
        "properties": {
          "_type": {
            "const": "override",
          },
          "content": {},
          "priority": {
            "type": "number",
          },
        },
        "required": [
          "_type",
          "priority",
          "content",
        ],
        "type": "object",
      },
      "settings": {
        "additionalProperties": false,
        "properties": {
          "text": {
            "anyOf": [
              {
                "type": "string",
              },
              {
                "$ref": "#/$defs/string-wrapped-4",
              },
            ],
            "description": "The greeting",
          },
        },
        "type": "object",
      },
    }
  `);
});

test("schema reports wrong arguments", async () => {
  const project = testProject(schemaFiles);
  const extra = await project.troupe(["schema", "kvstore"]);
  const nowhere = await testProject().troupe(["schema"]);
  expect([extra, nowhere].map(({ status, stderr }) => `exit ${status}\n${stderr}`).join("\n\n")).toMatchInlineSnapshot(`
    "exit 2
    Too many arguments, expected 0 but encountered "kvstore"

    exit 1
    error TRP4001  There is no troupe.ts and no inventory.json in FOLDER.
      → Go to the folder of the project, name it with -C FOLDER, or begin one with: troupe init

    1 error"
  `);
});
