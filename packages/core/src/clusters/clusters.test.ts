import { option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { anyCluster, clusterMachines, hostname, where } from "../filters/filter.ts";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { defineClusterService } from "./cluster-service.ts";
import { evaluate, linesOf, problemsOf, rolesOf } from "./testing.ts";

const group = defineService({
  manifest: { name: "group" },
  exports: { at: option(t.str) },
  roles: {
    member: {
      interface: { size: option(t.int, { default: 1 }) },
      perInstance: ({ instanceName, machine, settings, mkExports }) => ({
        exports: mkExports({ at: machine.name }),
        module: { lines: [`${instanceName} ${settings.size}`] },
      }),
    },
    seen: { observed: true },
  },
});

const vms = {
  vm0: { facts: { ips: { eth0: ["192.168.122.200"] } } },
  vm1: { facts: { ips: { eth0: ["192.168.122.201", "fd00::1"] } } },
};

/** The hosts file of the peers' static DNS service, as lines. */
const dns = defineClusterService({
  selectors: [clusterMachines()],
  roles: { hosts: [clusterMachines()] },
  definition: ({ roles }) => ({
    lines: roles.hosts.flatMap(({ ips, machineName, fqdn }) =>
      Object.values(ips).flatMap((list) => list.map((ip) => `${ip} ${machineName} ${fqdn}`)),
    ),
  }),
  extraConfig: { lines: ["10.0.0.9 nas.lan"] },
});

describe("the table of what NixClusterConfig's filters do (each result here is on purpose another one, or said)", () => {
  const selected = (...selectors: Parameters<typeof anyCluster>) =>
    rolesOf(
      defineInventory({
        clusters: {
          one: { machines: vms, services: { s: defineClusterService({ selectors, definition: () => ({}) }) } },
          two: { machines: { vm1: {} } },
        },
      }),
    )["s.one"]!["selectors"];
  const problems = (filter: Parameters<typeof anyCluster>[0]) =>
    problemsOf(
      defineInventory({
        clusters: {
          one: {
            machines: vms,
            services: { s: defineClusterService({ selectors: [filter], definition: () => ({}) }) },
          },
        },
      }),
    );

  test("all machines of the cluster", () => {
    expect(selected(clusterMachines())).toEqual(["vm0.one", "vm1.one"]);
  });

  test("a machine that several filters pick is picked once", () => {
    expect(selected(...([clusterMachines(), hostname("vm1")] as unknown as Parameters<typeof anyCluster>))).toEqual([
      "vm0.one",
      "vm1.one",
    ]);
  });

  test("a machine that does not exist is an error that names service and filter", () => {
    expect(problems(hostname("vm11")).join("\n")).toMatchInlineSnapshot(`
      "TRP2001 There is no machine "vm11", but cluster service "s.one" (selectors) names it.
        at an unknown place
        hint: Did you mean "vm1"?"
    `);
  });

  test("a dot in a machine's name is an error at the name, not at some filter", () => {
    expect(problemsOf(defineInventory({ clusters: { one: { machines: { "a.b": {} } } } }).instances({})).join("\n"))
      .toMatchInlineSnapshot(`
      "TRP2007 "a.b" cannot be the name of a machine: only letters, digits and hyphens are allowed, at most 63, as in a host name.
        at an unknown place
        hint: Call it "a-b", for example."
    `);
  });

  test("machines of other clusters are there for roles and selectors alike, where that is said", () => {
    const elsewhere = defineInventory({
      clusters: {
        one: {
          machines: vms,
          services: {
            s: defineClusterService({
              selectors: [anyCluster(where(({ clusterName }) => clusterName === "two"))],
              roles: { seen: [hostname("vm9.two")], own: [where(({ clusterName }) => clusterName === "two")] },
              definition: ({ selectors, roles }) => ({
                lines: [`${selectors.length} ${roles.seen.length} ${roles.own.length}`],
              }),
            }),
          },
        },
        two: { machines: { vm9: {} } },
      },
    });
    expect(rolesOf(elsewhere)).toEqual({ "s.one": { own: [], seen: ["vm9.two"], selectors: ["vm9.two"] } });
    expect(linesOf(evaluate(elsewhere), "vm9.two")).toEqual(["1 1 0"]);
  });

  test("machines of one name in two clusters are two machines", () => {
    const inventory = defineInventory({
      clusters: { one: { machines: vms, services: { dns } }, two: { machines: vms, services: { dns } } },
    });
    const evaluated = evaluate(inventory);
    expect(evaluated.diagnostics()).toEqual([]);
    expect([...evaluated.inventory.machines.keys()]).toEqual(["vm0.one", "vm0.two", "vm1.one", "vm1.two"]);
    expect(linesOf(evaluated, "vm0.two")).toEqual([
      "10.0.0.9 nas.lan",
      "192.168.122.200 vm0 vm0.two.internal",
      "192.168.122.201 vm1 vm1.two.internal",
      "fd00::1 vm1 vm1.two.internal",
    ]);
  });
});

describe("a cluster", () => {
  const inventory = defineInventory({
    meta: { domain: "example.com" },
    services: { group },
    machines: { lone: { tags: ["eu"] } },
    clusters: {
      north: {
        machines: {
          db: { tags: ["eu"], module: { lines: ["own"] } },
          www: { users: { ann: { extraGroups: ["web"] } } },
        },
        module: { lines: ["north"] },
        users: { ann: { shell: "bash", extraGroups: ["staff"] } },
      },
      south: { machines: { db: { tags: ["eu"] } } },
    },
  })
    .instances({
      sync: { service: "group", roles: { member: { machines: { "db.south": { settings: { size: 5 } }, lone: {} } } } },
    })
    .clusters({
      north: {
        instances: {
          sync: {
            service: "group",
            roles: { member: { tags: { eu: { settings: { size: 3 } } }, machines: ["www", "db.south"] } },
          },
        },
      },
    });
  const evaluated = evaluate(inventory);

  test("has no problems", () => expect(evaluated.diagnostics()).toEqual([]));

  test("affects its machines", () => {
    expect(linesOf(evaluated, "db.north")).toEqual(["sync.north 3", "own", "north"]);
  });

  test("has its own instances; what a tag means there are its machines", () => {
    expect(linesOf(evaluated, "db.south").toSorted()).toEqual(["sync 5", "sync.north 1"]);
    expect(evaluated.exports.keys()).toEqual([
      "group:sync.north:member:db.north",
      "group:sync.north:member:db.south",
      "group:sync.north:member:www.north",
      "group:sync:member:db.south",
      "group:sync:member:lone",
    ]);
  });

  test("has users, merged with those of its machines", () => {
    const users = (machine: string) =>
      JSON.parse(JSON.stringify(evaluated.machine(machine).evaluation.config)) as { users: object };
    expect(users("www.north").users).toEqual({ ann: { shell: "bash", extraGroups: ["staff", "web"] } });
    expect(users("db.north").users).toEqual({ ann: { shell: "bash", extraGroups: ["staff"] } });
    expect(users("db.south").users).toEqual({});
  });

  test("means the same in JSON", () => {
    const json = {
      meta: { domain: "example.com" },
      machines: { lone: { tags: ["eu"] } },
      clusters: {
        north: {
          machines: { db: { tags: ["eu"] }, www: {} },
          instances: {
            sync: {
              service: "group",
              roles: { member: { select: [{ filter: { tag: "eu" }, settings: { size: 3 } }] } },
            },
          },
        },
      },
    };
    const fromJson = evaluate(defineInventory({ services: { group }, json }));
    expect(fromJson.diagnostics()).toEqual([]);
    expect(linesOf(fromJson, "db.north")).toEqual(["sync.north 3"]);
  });

  test("scopes are of ids, and read by any name of a machine", () => {
    const reader = defineService({
      manifest: { name: "reader" },
      roles: {
        r: {
          perInstance: ({ exports }) => ({
            module: () => ({
              lines: [String((exports["group:sync:member:db.south.example.com"] as { at: string }).at)],
            }),
          }),
        },
      },
    });
    const readers = (key: string) =>
      defineInventory({
        meta: { domain: "example.com" },
        services: { group, reader },
        clusters: { north: { machines: { db: {}, www: {} } }, south: { machines: { db: {} } } },
        exports: { [key]: { note: "x" } },
      }).instances({
        sync: { service: "group", roles: { member: { tags: ["all"] } } },
        reads: { service: "reader", roles: { r: { machines: ["www"] } } },
      });
    const evaluated = evaluate(readers(":::www"));
    expect(evaluated.diagnostics()).toEqual([]);
    expect(evaluated.exports.keys()).toContain(":::www.north");
    expect(linesOf(evaluated, "www.north")).toContain("db.south");
    expect(problemsOf(readers(":::db")).join("\n")).toContain("TRP2107");
  });

  test("moves a machine by moving one line", () => {
    const clusters = (own: object, others: object) =>
      evaluate(
        defineInventory({
          clusters: {
            north: { machines: { ...own, a: vms.vm0 }, services: { dns } },
            south: { machines: { ...others, b: vms.vm1 }, services: { dns } },
          },
        }),
      );
    const c = { c: { facts: { ips: { eth0: ["192.0.2.7"] } } } };
    expect(linesOf(clusters(c, {}), "a.north")).toContain("192.0.2.7 c c.north.internal");
    expect(linesOf(clusters({}, c), "a.north")).not.toContain("192.0.2.7 c c.north.internal");
    expect(linesOf(clusters({}, c), "b.south")).toContain("192.0.2.7 c c.south.internal");
  });

  test("has no two things of one id", () => {
    const clash = defineInventory({
      services: { group },
      clusters: { north: { machines: { a: {} }, services: { sync: dns } } },
    })
      .clusters({ north: { instances: { sync: { service: "group" } } } })
      .instances({ "sync.north": { service: "group" } });
    expect(problemsOf(clash).filter((text) => text.startsWith("TRP2803")).length).toBe(2);
  });
});

describe("observed roles", () => {
  const observed = defineService({
    manifest: { name: "watch", constraints: { roles: { seen: { maxMachines: 2 } } } },
    roles: {
      watcher: {
        perInstance: ({ roles, annotations }) => ({
          module: {
            lines: Object.values(roles.seen.machines).map(
              ({ name, settings }) => `${name} ${settings.port} ${annotations(name).fqdn}`,
            ),
          },
        }),
      },
      seen: { observed: true, interface: { port: option(t.port, { default: 80 }) } },
    },
    perMachine: ({ machine }) => ({ module: { lines: [machine.roles.join()] } }),
  });
  const base = defineInventory({ services: { observed }, machines: { a: {}, b: {}, c: {} } });

  test("are seen, and receive nothing", () => {
    const inventory = base.instances({
      w: {
        service: "observed",
        roles: { watcher: { machines: ["a"] }, seen: { machines: { b: { settings: { port: 81 } }, a: {} } } },
      },
    });
    const evaluated = evaluate(inventory);
    expect(evaluated.diagnostics()).toEqual([]);
    expect(linesOf(evaluated, "a")).toEqual(["a 80 a.internal", "b 81 b.internal", "watcher"]);
    expect(linesOf(evaluated, "b")).toEqual([]);
    expect(evaluated.settings("w", "seen", "b")?.config).toMatchObject({ port: 81 });
  });

  test("count, and take no modules", () => {
    const inventory = base.instances({
      w: { service: "observed", roles: { seen: { machines: ["a", "b", "c"], extraModules: [{}] } } },
    });
    expect(problemsOf(inventory).map((text) => text.slice(0, 7))).toEqual(["TRP2012", "TRP2403"]);
  });

  test("have no perInstance", () => {
    const both = defineService({
      manifest: { name: "both" },
      roles: { r: { observed: true, perInstance: () => ({}) } },
    });
    const inventory = defineInventory({ services: { both } }).instances({ i: { service: "both" } });
    expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
      "TRP2012 Role "r" of service "both" is observed, so its members receive nothing, but it has perInstance.
        at service both
        hint: Remove perInstance, or \`observed\`."
    `);
  });
});
