import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";

const example = join(import.meta.dirname, "../../../../../examples/kvstore");

const services = `import { defineService, option, t } from "troupe";

export const web = defineService({
  manifest: { name: "web" },
  roles: {
    server: {
      description: "Answers",
      interface: {
        port: option(t.port, { default: 80, description: "Where it listens" }),
        name: option(t.strMatching("[a-z]+")),
        size: option(t.enum(["small", "large"]), { default: "small" }),
        hosts: option(t.listOf(t.str)),
        tls: { enable: option(t.bool, { default: false }) },
        routes: option(t.attrsOf(t.submodule({ to: option(t.str), weight: option(t.ints.positive, { default: 1 }) }))),
      },
    },
    client: {},
  },
});
export const open = defineService({
  manifest: { name: "open" },
  roles: { member: { interface: [{ options: { known: option(t.int, { default: 1 }) }, freeformType: t.attrsOf(t.str) }] } },
});
`;
const script = `import { defineInventory } from "troupe";
import { open, web } from "./services.ts";
export default defineInventory({
  services: { web, open },
  machines: { alice: { tags: ["big"] }, bob: {} },
}).instances({ site: { service: "web" } });
`;
const libraryInventory = { inputs: { lib: "./services.ts" }, machines: {}, instances: {} };
const files = { "services.ts": services, "troupe.ts": script, "inventory.json": JSON.stringify(libraryInventory) };

/** What a validator says about inventories, by the schema that the command prints. */
async function makeValidator(): Promise<(inventory: unknown) => readonly string[]> {
  const { status, stdout, stderr } = await testProject(files).troupe(["schema"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(JSON.parse(stdout));
  return (inventory) => {
    validate(inventory);
    return [...new Set((validate.errors ?? []).filter(isTelling).map(({ instancePath, message }) => `${instancePath} ${message}`))];
  };
}

let validator: ReturnType<typeof makeValidator> | undefined;
const problems = async (inventory: unknown) => (await (validator ??= makeValidator()))(inventory);

/** Errors about alternatives only say that there are errors in them. */
const isTelling = ({ keyword }: ErrorObject): boolean => !["anyOf", "if", "oneOf"].includes(keyword);

test("clusters and filters are checked by their own names", async () => {
  const project = testProject({
    "services.ts": services,
    "troupe.ts": `import { defineExtension, defineInventory, option, t } from "troupe";
import { web } from "./services.ts";
const zones = defineExtension({ name: "zones", machine: { zone: option(t.str, { default: "UTC" }) }, service: { on: option(t.bool, { default: true }) } });
export default defineInventory({
  extensions: [zones],
  meta: { domain: "example.com" },
  services: { web },
  clusters: { north: { machines: { db: { tags: ["big"] }, www: {} } }, south: { machines: { db: {} } } },
});
`,
  });
  const { stdout } = await project.troupe(["schema"]);
  const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(JSON.parse(stdout));
  const right = {
    instances: { top: { service: "web", roles: { server: { machines: ["www", "db.north"], select: [{ filter: { tag: "big" } }] } } } },
    clusters: {
      north: {
        machines: {
          more: { facts: { ips: { eth0: ["192.0.2.1"] }, rack: "a" }, users: { ann: {} }, extensions: { zones: { zone: "CET" } } },
        },
        instances: {
          own: { service: "web", extensions: { zones: { on: false } }, roles: { server: { machines: ["db", "db.south.example.com"] } } },
        },
      },
      west: { machines: {} },
    },
  };
  expect([validate(right), validate.errors]).toEqual([true, null]);
  const select = (filter: unknown) => ({
    instances: { top: { service: "web", roles: { server: { select: [{ filter, settings: { port: 1 } }] } } } },
  });
  expect(validate(select({ and: [{ hostname: "www" }, { not: { clusterMachines: "south" } }, { anyCluster: { all: true } }] }))).toBe(true);
  const wrong = [
    select({ hostname: "db" }),
    select({ clusterMachines: "west" }),
    select({ not: { tag: "small" } }),
    select({ tag: "big", all: true }),
    select({ tags: "big" }),
    { clusters: { north: { machnes: {} } } },
    { machines: { a: { extensions: { zones: { zne: "CET" } } } } },
    { instances: { top: { service: "web", extensions: { zone: {} } } } },
    { clusters: { north: { machines: { db: { facts: { ips: ["192.0.2.1"] } } } } } },
    { clusters: { south: { instances: { own: { service: "web", roles: { server: { machines: ["ww"] } } } } } } },
  ];
  expect(wrong.filter((inventory) => validate(inventory))).toEqual([]);
});

describe("the schema of inventory.json", () => {
  const site = (server: object) => ({ instances: { site: { roles: { server } } } });

  test("accepts what is right", async () => {
    expect(await problems({ $schema: "./inventory.schema.json" })).toEqual([]);
    expect(
      await problems({
        meta: { name: "home", domain: "home.arpa" },
        machines: { alice: { tags: ["new"], address: "192.0.2.1", deploy: { targetHost: "root@192.0.2.1" } }, carol: { class: "nixos" } },
        tags: { pair: ["alice", "bob"] },
        inputs: { more: "some-package" },
        instances: {
          site: { roles: { server: { machines: ["alice"], tags: { big: { settings: { hosts: ["a"] } } }, settings: { port: 8080 } } } },
          another: { service: "web", roles: { server: { machines: { bob: { settings: { name: "x" } } }, defaults: { port: 1 } } } },
          old: { module: { name: "web" }, roles: { client: { tags: ["all"] } } },
          far: { module: { name: "open", input: "lib" }, roles: { member: { settings: { known: 2, anything: "goes" } } } },
          open: { roles: { member: {} } },
        },
        exports: { ":::": { any: ["thing"] } },
      }),
    ).toEqual([]);
  });

  test("accepts priorities anywhere", async () => {
    const strong = (content: unknown) => ({ _type: "override", priority: 50, content });
    const first = (content: unknown) => ({ _type: "order", priority: 500, content });
    expect(
      await problems(
        site({
          settings: {
            port: strong(1),
            hosts: first(["a"]),
            tls: strong({ enable: true }),
            routes: { a: { to: strong("b") }, c: strong({ weight: 2 }) },
          },
        }),
      ),
    ).toEqual([]);
    expect(await problems(site({ settings: strong({ port: 1 }) }))).toEqual([]);
    expect(await problems({ machines: { alice: { address: strong("192.0.2.9") } } })).toEqual([]);
    expect(await problems(site({ settings: { port: strong("1") } }))).toContain(
      "/instances/site/roles/server/settings/port/content must be integer",
    );
  });

  test.each([
    ["an unknown section", { machine: {} }, " must NOT have additional properties"],
    [
      "an unknown machine",
      site({ machines: { alcie: {} } }),
      "/instances/site/roles/server/machines must be equal to one of the allowed values",
    ],
    [
      "an unknown machine in a list",
      site({ machines: ["alcie"] }),
      "/instances/site/roles/server/machines/0 must be equal to one of the allowed values",
    ],
    ["an unknown tag", site({ tags: ["bg"] }), "/instances/site/roles/server/tags/0 must be equal to one of the allowed values"],
    ["an unknown role", { instances: { site: { roles: { sever: {} } } } }, "/instances/site/roles must NOT have additional properties"],
    ["an unknown service", { instances: { x: { service: "wbe" } } }, "/instances/x/service must be equal to one of the allowed values"],
    ["no service at all", { instances: { x: { roles: {} } } }, "/instances/x must have required property 'service'"],
    ["an unknown setting", site({ settings: { prot: 1 } }), "/instances/site/roles/server/settings must NOT have additional properties"],
    ["a bound", site({ settings: { port: 65536 } }), "/instances/site/roles/server/settings/port must be <= 65535"],
    ["a pattern", site({ settings: { name: "X" } }), '/instances/site/roles/server/settings/name must match pattern "^(?:[a-z]+)$"'],
    [
      "an enum",
      site({ defaults: { size: "huge" } }),
      "/instances/site/roles/server/defaults/size must be equal to one of the allowed values",
    ],
    [
      "a wrong type inside",
      site({ settings: { routes: { a: { weight: 0 } } } }),
      "/instances/site/roles/server/settings/routes/a/weight must be > 0",
    ],
    [
      "a service's role by module.name",
      { instances: { y: { module: { name: "open" }, roles: { server: {} } } } },
      "/instances/y/roles must NOT have additional properties",
    ],
    [
      "a wrong freeform value",
      { instances: { open: { roles: { member: { settings: { x: 1 } } } } } },
      "/instances/open/roles/member/settings/x must be string",
    ],
    ["a wrong class", { machines: { alice: { class: "linus" } } }, "/machines/alice/class must be equal to one of the allowed values"],
    ["a machine's name", { machines: { "a b": {} } }, "/machines property name must be valid"],
    ["a scope", { exports: { "a:b": {} } }, "/exports property name must be valid"],
  ])("refuses %s", async (_, inventory, expected) => {
    expect(await problems(inventory)).toContain(expected);
  });
});

test("what the schema accepts is what the loader accepts", async () => {
  const inventory = {
    $schema: "./inventory.schema.json",
    ...libraryInventory,
    instances: {
      site: { roles: { server: { machines: ["alice"], settings: { name: { _type: "override", priority: 50, content: "x" } } } } },
      far: { module: { name: "open", input: "lib" }, roles: { member: { machines: { bob: { settings: { anything: "goes" } } } } } },
    },
  };
  const project = testProject({ ...files, "inventory.json": JSON.stringify(inventory) });
  expect(await project.troupe(["check"])).toMatchObject({ status: 0, stderr: "" });
  expect(await problems(inventory)).toEqual([]);
});

test("troupe schema --out writes the schemas, that of the inventory beside those of all roles", async () => {
  const project = testProject(files);
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

test("the schemas of roles hold for complete settings", async () => {
  const { stdout } = await testProject(files).troupe(["schema", "--json"]);
  const { interfaces } = JSON.parse(stdout) as { interfaces: { web: { server: object } } };
  const validate = new Ajv2020({ strict: true }).compile(interfaces.web.server);
  expect(validate({ name: "x", port: 80 })).toBe(true);
  expect(validate({ port: 80 })).toBe(false);
});

test("the example's inventory.json is in order, and the ports of its stores are checked", async () => {
  const { stdout } = await testProject().troupe(["schema", "-C", example]);
  const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(JSON.parse(stdout));
  expect(validate(JSON.parse(readFileSync(join(example, "inventory.json"), "utf8")))).toBe(true);
  expect(validate({ instances: { sessions: { roles: { primary: { settings: { port: 70000 } } } } } })).toBe(false);
});

test("shares what several places have in common", async () => {
  const small = `import { defineInventory, defineService, option, t } from "troupe";
const motd = defineService({
  manifest: { name: "motd" },
  roles: { member: { description: "Greets", interface: { text: option(t.str, { description: "The greeting" }) } } },
});
export default defineInventory({ services: { motd }, machines: { alice: { tags: ["home"] } } });
`;
  const { stdout } = await testProject({ "troupe.ts": small }).troupe(["schema"]);
  const { $defs, properties } = JSON.parse(stdout) as { $defs: { [name: string]: unknown }; properties: { instances: unknown } };
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
          "pattern": "^[^:/\\s]+$",
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

test("wrong arguments", async () => {
  const project = testProject(files);
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
