import { option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { evaluate, problemsOf } from "../evaluate/testing.ts";
import { defineService } from "../service/define-service.ts";
import { defineInventory } from "./define-inventory.ts";

const backup = defineService({ manifest: { name: "backup" }, roles: { client: {}, server: {} } });
const machines = { a: { tags: ["x"] }, b: {} } as const;

describe("two machines that are reached at one address", () => {
  const at = (...hosts: readonly string[]) =>
    problemsOf(
      defineInventory({
        machines: Object.fromEntries(hosts.map((targetHost, index) => [`m${index}`, { deploy: { targetHost } }])),
      }),
    );

  test("are an error with both places", () => {
    expect(at("root@192.0.2.13", "192.0.2.14", "ann@192.0.2.13:22")).toMatchInlineSnapshot(`
      [
        "TRP2015 "m0" and "m2" are reached at one address, ann@192.0.2.13:22, so each would overwrite the other's configuration.
        at an unknown place
        at an unknown place
        hint: Correct one of the addresses. Hosts behind one address have ports of their own.",
      ]
    `);
    const json = { machines: { a: { address: "192.0.2.1" }, b: { deploy: { targetHost: "x@192.0.2.1" } } } };
    expect(problemsOf(defineInventory({ json }))).toMatchInlineSnapshot(`
      [
        "TRP2015 "a" and "b" are reached at one address, x@192.0.2.1, so each would overwrite the other's configuration.
        at the property \`json\` of defineInventory
        at the property \`json\` of defineInventory
        hint: Correct one of the addresses. Hosts behind one address have ports of their own.",
      ]
    `);
  });

  test.each([
    ["host.example", "root@HOST.example."],
    ["fe80::1%eth0", "[FE80:0:0:0:0:0:0:1%eth0]"],
    ["[2001:db8::1]:22", "2001:0db8::0001"],
    ["::ffff:192.0.2.1", "0:0:0:0:0:ffff:192.0.2.1"],
  ])("%s and %s are one", (...hosts) => {
    expect(at(...hosts).join()).toContain("TRP2015");
  });

  test.each([
    ["host:22", "host:2222"],
    ["fe80::1%eth0", "fe80::1%eth1"],
    ["2001:db8::1", "2001:db8::10"],
    ["10.0.0.1", "10.0.0.10"],
  ])("%s and %s are two", (...hosts) => {
    expect(at(...hosts)).toEqual([]);
  });
});

test("names with invisible characters are refused", () => {
  for (const hidden of ["\u001b[2K", "\u009b", "\u202e", "\u200b", "\ud800"]) {
    const name = `a${hidden}b`;
    const json = {
      instances: { [name]: { module: { name: "backup" }, roles: {} } },
      tags: { [name]: [] },
      machines: { a: { tags: [name] } },
    };
    const codes = problemsOf(defineInventory({ services: { backup }, json })).map((text) => text.split(" ")[0]);
    expect(codes).toEqual(["TRP2007", "TRP2007", "TRP2007"]);
  }
});

describe("services", () => {
  test("are found by name, in inputs, or under the instance's own name", () => {
    const other = defineService({ manifest: { name: "other" }, roles: { r: {} } });
    const json = {
      instances: {
        backup: { roles: { client: { tags: ["x"] } } },
        n: { module: { name: "backup" } },
        o: { module: { input: "lib", name: "other" } },
        other: { module: { input: "lib" } },
      },
    };
    const { inventory } = evaluate(
      defineInventory({ services: { backup }, inputs: { lib: { other } }, machines, json }),
    );
    expect(inventory.diagnostics).toEqual([]);
    expect(inventory.services.map(({ id, instances }) => [id, instances.map(({ name }) => name)])).toEqual([
      ["lib/other", ["o", "other"]],
      ["self/backup", ["backup", "n"]],
    ]);
  });

  test("names that do not exist are errors", () => {
    const json = {
      instances: { a: { service: "bakup" }, b: { module: { input: "lb", name: "x" } }, c: { roles: {} } },
    };
    expect(
      problemsOf(defineInventory({ services: { backup }, inputs: { lib: {} }, json })).map(
        (text) => text.split("\n")[0],
      ),
    ).toMatchInlineSnapshot(`
      [
        "TRP2004 Instance "a" uses the service "bakup", which this inventory does not have.",
        "TRP2005 Instance "b" takes its service from the input "lb", which does not exist.",
        "TRP2006 Instance "c" does not say of which service it is an instance.",
      ]
    `);
  });

  test("have no keys that nothing reads", () => {
    const wrong = defineService({
      manifest: { name: "wrong", describtion: "x" } as never,
      roles: { r: { interfce: {} } as never },
    });
    const inventory = defineInventory({ services: { wrong }, machines }).instances({
      i: { service: "wrong", roles: { r: { machines: ["a"] } } } as never,
    });
    expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
      "TRP2011 "describtion" means nothing in the manifest of service "wrong".
        at service wrong
        hint: Did you mean "description"?
      TRP2011 "interfce" means nothing in the role "r" of service "wrong".
        at service wrong
        hint: Did you mean "interface"?"
    `);
  });

  test("without proper names take no part", () => {
    const wrong = defineService({ manifest: { name: "a:b" }, roles: { "x/y": { perInstance: () => ({}) } } });
    const inventory = defineInventory({ services: { wrong }, machines }).instances({
      i: { service: "wrong", roles: { "x/y": { machines: ["a"] } } },
      j: { service: "wrong", roles: {} },
    });
    expect(problemsOf(inventory).map((text) => text.split(":")[0])).toEqual([
      'TRP2007 "a',
      'TRP2007 "x/y" cannot be the name of a role',
    ]);
  });

  test("names of machines and clusters are host names: at most 63 characters, without regard to case", () => {
    const machines = { Alice: {}, alice: {}, ["a".repeat(63)]: {}, ["b".repeat(64)]: {} };
    const clusters = { North: { machines: { web: {}, Web: {} } }, north: {} };
    expect(
      problemsOf(defineInventory({ machines, clusters })).map((text) =>
        text.split(/ (?:cannot|are) /)[0]!.replace(/b{64}/, "b…"),
      ),
    ).toEqual([
      'TRP2014 "North" and "north"',
      'TRP2007 "b…"',
      'TRP2014 "Alice" and "alice"',
      'TRP2014 "Web.North" and "web.North"',
    ]);
  });

  test("of one name are an error", () => {
    const inventory = defineInventory({ services: { one: backup, two: backup }, machines }).instances({
      i: { service: "one", roles: {} },
      j: { service: "two", roles: {} },
    });
    expect(problemsOf(inventory).join("\n")).toContain("TRP2008");
  });
});

describe("roles", () => {
  const problems = (client: object) =>
    problemsOf(
      defineInventory({
        services: { backup },
        machines,
        json: { instances: { i: { service: "backup", roles: { client } } } },
      }),
    ).join("\n");

  test("name machines and tags that exist", () => {
    expect(problems({ machines: { c: {} } })).toContain('There is no machine "c"');
    expect(problems({ tags: ["y"] })).toContain('No machine carries the tag "y"');
    expect(problems({ tags: ["nixos"] })).toBe("");
  });

  test("roles that the service does not have are errors", () => {
    const json = { instances: { i: { service: "backup", roles: { cliend: {} } } } };
    expect(problemsOf(defineInventory({ services: { backup }, machines, json })).join("\n")).toContain(
      'uses the role "cliend"',
    );
  });
});

test("constraints", () => {
  const limited = defineService({
    manifest: {
      name: "limited",
      constraints: { maxInstances: 1, roles: { server: { minMachines: 1 }, client: { maxMachines: 1 } } },
    },
    roles: { server: {}, client: {} },
  });
  const inventory = defineInventory({ services: { limited }, machines }).instances({
    i: { service: "limited", roles: { server: { machines: ["a"] }, client: { tags: ["all"] } } },
    j: { service: "limited", roles: {} },
  });
  expect(problemsOf(inventory).map((text) => text.split("\n")[0])).toMatchInlineSnapshot(`
    [
      "TRP2401 Service "limited" allows at most 1 instance, but there are 2: "i", "j".",
      "TRP2402 Role "server" of service "limited" needs at least 1 machine in every instance, but instance "j" has 0.",
      "TRP2403 Role "client" of service "limited" allows at most 1 machine in an instance, but instance "i" has 2: "a", "b".",
    ]
  `);
});

describe("the inventory's own exports", () => {
  test("stand under scopes that exist", () => {
    const inventory = defineInventory({
      services: { backup },
      machines,
      exports: { ":::": {}, ":::a": {}, ":::c": {}, "x:::": {}, "backup:i:r:": {}, no: {} },
    });
    const problems = problemsOf(inventory.instances({ i: { service: "backup", roles: {} } }));
    expect(problems.map((text) => text.split("\n")[0])).toMatchInlineSnapshot(`
      [
        "TRP2301 "no" is not an export scope: it has 1 part instead of the four of SERVICE:INSTANCE:ROLE:MACHINE.",
        "TRP2304 There is no machine "c", but the export scope ":::c" names it.",
        "TRP2304 There is no role "r", but the export scope "backup:i:r:" names it.",
        "TRP2304 There is no service "x", but the export scope "x:::" names it.",
      ]
    `);
  });

  test("override what services write", () => {
    const typed = defineService({
      manifest: { name: "typed" },
      exports: { host: option(t.str) },
      roles: { r: { perInstance: ({ mkExports }) => ({ exports: mkExports({ host: "service" }) }) } },
    });
    const forced = { host: { _type: "override", priority: 50, content: "inventory" } };
    const inventory = defineInventory({
      services: { typed },
      machines,
      exports: { "typed:i:r:a": forced, "typed:::": { host: "added" } },
    });
    const evaluated = evaluate(inventory.instances({ i: { service: "typed", roles: { r: { tags: ["all"] } } } }));
    expect(evaluated.diagnostics()).toEqual([]);
    const hosts = evaluated.exports.keys().map((key) => [key, (evaluated.exports.value(key) as { host: string }).host]);
    expect(hosts).toEqual([
      ["typed:::", "added"],
      ["typed:i:r:a", "inventory"],
      ["typed:i:r:b", "service"],
    ]);
  });
});

test("names and domains are what DNS allows", () => {
  const problems = (domain: string) => problemsOf(defineInventory({ meta: { domain } })).join("\n");
  expect(problems("home.arpa")).toBe("");
  expect(problems("Foo_bar")).toContain("`meta.domain`");
  expect(problemsOf(defineInventory({ machines: { "-a": {} } })).join("\n")).toContain(
    '"-a" cannot be the name of a machine',
  );
});

test("names that every object knows are names like any other", () => {
  const names = ["constructor", "toString", "__proto__", "valueOf", "hasOwnProperty"];
  const roles = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}: {}`).join()}}`) as {
    readonly [role: string]: {};
  };
  const service = defineService({ manifest: { name: "constructor" }, roles: roles as { constructor: {} } });
  const inventory = (name: string) => {
    const json = `{
      "machines": { "toString": { "tags": ${JSON.stringify(names)} } },
      "tags": { ${JSON.stringify(name)}: [] },
      "instances": { ${JSON.stringify(name)}: { "service": "constructor", "roles": { ${JSON.stringify(name)}: { "tags": [${JSON.stringify(name)}] } } } }
    }`;
    return defineInventory({ services: { constructor: service } as never, json: JSON.parse(json) as object });
  };
  for (const name of names) {
    const evaluated = evaluate(inventory(name));
    expect(evaluated.diagnostics()).toEqual([]);
    expect(evaluated.inventory.services[0]!.instances[0]!.roles.get(name)!.members).toEqual(["toString"]);
  }
  const unknown = { instances: { i: { service: "toString" }, j: { module: { input: "constructor", name: "x" } } } };
  expect(problemsOf(defineInventory({ json: unknown })).map((text) => text.slice(0, 7))).toEqual([
    "TRP2004",
    "TRP2005",
  ]);
});
