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

test("show lists nested instances by name, and among the roles of their members", async () => {
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
  const { machine } = JSON.parse((await project.troupe(["show", "bob", "--json"])).stdout) as {
    machine: { roles: unknown };
  };
  expect(machine.roles).toEqual([
    { instance: "nightly", role: "client" },
    { instance: "nightly/ssh", role: "client" },
  ]);
});

const clusters = `import { all, anyCluster, clusterMachines, defineClusterService, defineInventory, system } from "troupe";

const names = defineClusterService({
  selectors: [clusterMachines()],
  roles: { hosts: [anyCluster(all())] },
  definition: ({ roles }) => system({ environment: { etc: { names: { text: roles.hosts.map(({ fqdn }) => fqdn).join() } } } }),
});

export default defineInventory({
  meta: { domain: "example.com" },
  machines: { lone: { tags: ["eu"], address: "192.0.2.9" } },
  clusters: {
    north: {
      users: { ann: { isNormalUser: true } },
      services: { names },
      machines: { web: { address: "192.0.2.1", facts: { ips: { eth0: ["192.0.2.1", "2001:db8::1"] } } }, db: { address: "192.0.2.2", users: { ann: { extraGroups: ["adm"] } } } },
    },
    south: { machines: { web: { address: "192.0.2.3" } } },
  },
});
`;

test("show --view prints a table of all machines, or JSON", async () => {
  const project = testProject({ "troupe.ts": clusters });
  const view = async (...args: readonly string[]) =>
    (await project.troupe(["show", "--view", ...args], { env: { COLUMNS: "78" } })).stdout;
  const shown = [];
  for (const name of ["hosts", "ips", "dns", "users", "services"]) shown.push(await view(name));
  shown.push(await view("services", "web.south"), (await view("versions")).replaceAll(/[0-9a-f]{32}/g, "ID"));
  expect(shown.join("\n\n")).toMatchInlineSnapshot(`
    "machine    name  cluster  fqdn                   class  address    tags
    db.north   db    north    db.north.example.com   linux  192.0.2.2  -
    lone       lone  -        lone.example.com       linux  192.0.2.9  eu
    web.north  web   north    web.north.example.com  linux  192.0.2.1  -
    web.south  web   south    web.south.example.com  linux  192.0.2.3  -

    machine    interface  ips
    db.north   -          192.0.2.2
    lone       -          192.0.2.9
    web.north  eth0       192.0.2.1, 2001:db8::1
    web.south  -          192.0.2.3

    fqdn                   machine    ips
    db.north.example.com   db.north   192.0.2.2
    lone.example.com       lone       192.0.2.9
    web.north.example.com  web.north  192.0.2.1, 2001:db8::1
    web.south.example.com  web.south  192.0.2.3

    user  machine    kind    group  groups  keys
    ann   db.north   person  users  adm     0
    ann   web.north  person  users  -       0

    instance     service      cluster  role       receives  machines
    names.north  names.north  north    hosts      no        db.north, lone, web.north, web.south
    names.north  names.north  north    selectors  yes       db.north, web.north

    instance     service      cluster  role   receives  machines
    names.north  names.north  north    hosts  no        db.north, lone, web.north, web.south

    machine    generation                        packages
    db.north   ID  -
    lone       ID  -
    web.north  ID  -
    web.south  ID  -"
  `);
  expect(JSON.parse(await view("dns", "web.north.example.com", "--json"))).toEqual({
    version: 1,
    dns: [{ fqdn: "web.north.example.com", machine: "web.north", ips: ["192.0.2.1", "2001:db8::1"] }],
    diagnostics: [],
  });
});

test("show refuses a short name of several machines, and names them", async () => {
  const { status, stderr } = await testProject({ "troupe.ts": clusters }).troupe(["show", "web"]);
  expect([status, stderr]).toMatchInlineSnapshot(`
    [
      1,
      "error TRP2107  "web", which the command line names, may be any of "web.north", "web.south".
      → Write "web.north" or "web.south", or the name under the domain.

    1 error",
    ]
  `);
});

test("show --on takes filters", async () => {
  const project = testProject({ "troupe.ts": clusters });
  const planned = async (on: string) => {
    const { stdout, stderr } = await project.troupe(["plan", "--offline", "--json", "--on", on]);
    const { plan, diagnostics } = JSON.parse(stdout) as {
      plan?: { machines: { machine: string }[] };
      diagnostics: { code: string }[];
    };
    return (
      stderr + (plan?.machines.map(({ machine }) => machine).join(" ") ?? diagnostics.map(({ code }) => code).join(" "))
    );
  };
  expect(await planned("cluster:north & !db, lone")).toBe("lone web.north");
  expect(await planned("!service:names.north")).toBe("lone web.south");
  expect(await planned("web")).toBe("TRP2107");
  expect(await planned("cluster:nort,tag:ue")).toBe("TRP2108 TRP6002");
  expect(await planned("tag:eu &")).toBe("TRP2112");
});

test("show --on prints machines with their instances and exports", async () => {
  const project = testProject({ "troupe.ts": clusters });
  const show = async (...args: readonly string[]) =>
    (await project.troupe(["show", ...args], { env: { COLUMNS: "78" } })).stdout;
  expect(await show("--on", "cluster:north & !db")).toMatchInlineSnapshot(`
    "Machines
    name       class  address    tags  roles
    web.north  linux  192.0.2.1  -     names.north/selectors

    Instances
    name         service      role              members
    names.north  names.north  hosts (observed)  db.north, lone, web.north, web.south
                              selectors         db.north, web.north"
  `);
  expect(await show("--view", "users", "--on", "db, web.south")).toMatchInlineSnapshot(`
    "user  machine   kind    group  groups  keys
    ann   db.north  person  users  adm     0"
  `);
  const { status, stderr } = await project.troupe(["show", "db", "--on", "tag:eu"]);
  expect([status, stderr.split("\n")[0]]).toEqual([1, "error TRP6009  A machine and --on do not go together."]);
});

test("show --view ips leaves out an address that is a host name", async () => {
  const script = `import { defineInventory } from "troupe";
export default defineInventory({ machines: { a: { address: "a.example.org" }, b: { address: "2001:db8::1" } } });
`;
  const { stdout } = await testProject({ "troupe.ts": script }).troupe(["show", "--view", "ips", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    ips: [
      { machine: "a", ips: [] },
      { machine: "b", ips: ["2001:db8::1"] },
    ],
  });
});
