import { expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";

const script = `import { defineInventory, defineService, nested, option, system, t } from "troupe";

const ssh = defineService({
  manifest: { name: "ssh" },
  exports: { key: option(t.str) },
  roles: {
    server: { perInstance: ({ machine, mkExports }) => ({ exports: mkExports({ key: "key of " + machine.name }) }) },
    client: {
      interface: { user: option(t.str) },
      perInstance: ({ settings }) => ({ module: system({ environment: { etc: { "ssh/user": { text: settings.user } } } }) }),
    },
  },
});

const backup = defineService({
  manifest: { name: "backup" },
  roles: {
    server: { perInstance: () => ({ services: { ssh: nested(ssh, { server: {} }) } }) },
    client: { perInstance: ({ machine }) => ({ services: { ssh: nested(ssh, { client: { settings: { user: machine.name } } }) } }) },
  },
});

export default defineInventory({ services: { backup }, machines: { alice: {}, bob: {}, store: {} } }).instances({
  nightly: { service: "backup", roles: { server: { machines: ["store"] }, client: { machines: ["alice", "bob"] } } },
});
`;

test("nested instances are listed under their names, and are roles of their members", async () => {
  const project = testProject({ "troupe.ts": script });
  const { stdout } = await project.troupe(["show"], { env: { COLUMNS: "78" } });
  expect(stdout).toMatchInlineSnapshot(`
    "Machines
    name   class  address  tags  roles
    alice  linux  -        -     nightly/client, nightly/ssh/client
    bob    linux  -        -     nightly/client, nightly/ssh/client
    store  linux  -        -     nightly/server, nightly/ssh/server

    Instances
    name         service  role    members
    nightly      backup   client  alice, bob
                          server  store
    nightly/ssh  ssh      client  alice, bob
                          server  store

    Exports
    scope                         value
    ssh:nightly/ssh:server:store  {"key":"key of store"}"
  `);
  const { machine } = JSON.parse((await project.troupe(["show", "bob", "--json"])).stdout) as { machine: { roles: unknown } };
  expect(machine.roles).toEqual([
    { instance: "nightly", role: "client" },
    { instance: "nightly/ssh", role: "client" },
  ]);
});
