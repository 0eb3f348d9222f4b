import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";
import { libraryInventory, schemaErrors, schemaFiles } from "../testing/schema-project.ts";

test("the schema has the names of clusters and of filters of extensions", async () => {
  const project = testProject({
    "services.ts": schemaFiles["services.ts"],
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
  const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true }).compile(
    JSON.parse(stdout),
  );
  const right = {
    instances: {
      top: {
        service: "web",
        roles: { server: { machines: ["www", "db.north"], select: [{ filter: { tag: "big" } }] } },
      },
    },
    clusters: {
      north: {
        machines: {
          more: {
            facts: { ips: { eth0: ["192.0.2.1"] }, rack: "a" },
            users: { ann: {} },
            extensions: { zones: { zone: "CET" } },
          },
        },
        instances: {
          own: {
            service: "web",
            extensions: { zones: { on: false } },
            roles: { server: { machines: ["db", "db.south.example.com"] } },
          },
        },
      },
      west: { machines: {} },
    },
  };
  expect([validate(right), validate.errors]).toEqual([true, null]);
  const select = (filter: unknown) => ({
    instances: { top: { service: "web", roles: { server: { select: [{ filter, settings: { port: 1 } }] } } } },
  });
  expect(
    validate(
      select({ and: [{ hostname: "www" }, { not: { clusterMachines: "south" } }, { anyCluster: { all: true } }] }),
    ),
  ).toBe(true);
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

  test("accepts valid inventories", async () => {
    expect(await schemaErrors({ $schema: "./inventory.schema.json" })).toEqual([]);
    expect(
      await schemaErrors({
        meta: { name: "home", domain: "home.arpa" },
        machines: {
          alice: { tags: ["new"], address: "192.0.2.1", deploy: { targetHost: "root@192.0.2.1" } },
          carol: { class: "nixos" },
        },
        tags: { pair: ["alice", "bob"] },
        inputs: { more: "some-package" },
        instances: {
          site: {
            roles: {
              server: { machines: ["alice"], tags: { big: { settings: { hosts: ["a"] } } }, settings: { port: 8080 } },
            },
          },
          another: {
            service: "web",
            roles: { server: { machines: { bob: { settings: { name: "x" } } }, defaults: { port: 1 } } },
          },
          old: { module: { name: "web" }, roles: { client: { tags: ["all"] } } },
          far: {
            module: { name: "open", input: "lib" },
            roles: { member: { settings: { known: 2, anything: "goes" } } },
          },
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
      await schemaErrors(
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
    expect(await schemaErrors(site({ settings: strong({ port: 1 }) }))).toEqual([]);
    expect(await schemaErrors({ machines: { alice: { address: strong("192.0.2.9") } } })).toEqual([]);
    expect(await schemaErrors(site({ settings: { port: strong("1") } }))).toContain(
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
    [
      "an unknown tag",
      site({ tags: ["bg"] }),
      "/instances/site/roles/server/tags/0 must be equal to one of the allowed values",
    ],
    [
      "an unknown role",
      { instances: { site: { roles: { sever: {} } } } },
      "/instances/site/roles must NOT have additional properties",
    ],
    [
      "an unknown service",
      { instances: { x: { service: "wbe" } } },
      "/instances/x/service must be equal to one of the allowed values",
    ],
    ["no service at all", { instances: { x: { roles: {} } } }, "/instances/x must have required property 'service'"],
    [
      "an unknown setting",
      site({ settings: { prot: 1 } }),
      "/instances/site/roles/server/settings must NOT have additional properties",
    ],
    ["a bound", site({ settings: { port: 65536 } }), "/instances/site/roles/server/settings/port must be <= 65535"],
    [
      "a pattern",
      site({ settings: { name: "X" } }),
      '/instances/site/roles/server/settings/name must match pattern "^(?:[a-z]+)$"',
    ],
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
    [
      "a wrong class",
      { machines: { alice: { class: "linus" } } },
      "/machines/alice/class must be equal to one of the allowed values",
    ],
    ["a machine's name", { machines: { "a b": {} } }, "/machines property name must be valid"],
    ["a scope", { exports: { "a:b": {} } }, "/exports property name must be valid"],
  ])("refuses %s", async (_, inventory, expected) => {
    expect(await schemaErrors(inventory)).toContain(expected);
  });
});

test("the loader accepts an inventory that the schema accepts", async () => {
  const inventory = {
    $schema: "./inventory.schema.json",
    ...libraryInventory,
    instances: {
      site: {
        roles: {
          server: { machines: ["alice"], settings: { name: { _type: "override", priority: 50, content: "x" } } },
        },
      },
      far: {
        module: { name: "open", input: "lib" },
        roles: { member: { machines: { bob: { settings: { anything: "goes" } } } } },
      },
    },
  };
  const project = testProject({ ...schemaFiles, "inventory.json": JSON.stringify(inventory) });
  expect(await project.troupe(["check"])).toMatchObject({ status: 0, stderr: "" });
  expect(await schemaErrors(inventory)).toEqual([]);
});
