/** What people are told about nested services that are wrong. */
import { lazy, option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { defineInventory } from "../inventory/define-inventory.ts";
import type { ServiceResult } from "../model/result.ts";
import { defineService } from "../service/define-service.ts";
import { evaluate, problemsOf } from "./testing.ts";

const ssh = defineService({
  manifest: { name: "ssh", constraints: { maxInstances: 1, roles: { server: { minMachines: 1 } } } },
  roles: {
    server: { interface: { port: option(t.port), allow: option(t.listOf(t.str)) } },
    client: {},
  },
});

/** A service of that name whose members have these results. */
const parent = (name: string, server: (role: string) => unknown, client: (role: string) => unknown = () => ({})) =>
  defineService({
    manifest: { name },
    exports: { url: option(t.str) },
    roles: {
      server: { perInstance: () => server("server") as ServiceResult },
      client: { perInstance: () => client("client") as ServiceResult },
    },
  });
const everywhere = { server: { machines: ["a"] }, client: { machines: ["a"] } } as const;
const told = (service: ReturnType<typeof parent>) =>
  problemsOf(
    defineInventory({ services: { backup: service }, machines: { a: {}, b: {} } }).instances({
      nightly: { service: "backup", roles: everywhere },
    }),
  ).join("\n");
const join = (settings: object) => ({ services: { ssh: { service: ssh, roles: { server: { settings } } } } });

describe("names in joins are checked", () => {
  test("roles and keys", () => {
    const results = {
      services: {
        ssh: { service: ssh, roles: { servr: {}, server: { setings: {}, settings: { port: 1 } } }, extra: 1 },
        "a/b": join({}),
      },
    };
    expect(told(parent("backup", () => results))).toMatchInlineSnapshot(`
      "TRP2007 "a/b" cannot be the name of a nested service: ":", "/", white space and invisible characters are not allowed.
        at instance nightly, role server → nested service a/b
        hint: Call it "a-b", for example.
      TRP2503 perInstance of role "server" of service "backup" (instance nightly, machine a) returns "services.ssh.extra", which is not part of a result.
        at instance nightly, role server → nested service ssh
        hint: There are: roles, service.
      TRP2503 perInstance of role "server" of service "backup" (instance nightly, machine a) returns "services.ssh.roles.server.setings", which is not part of a result.
        at instance nightly, role server → nested service ssh, role server
        hint: Did you mean "settings"?
      TRP2003 Instance "nightly/ssh" uses the role "servr", which service "ssh" does not have.
        at instance nightly, role server → nested service ssh, role servr
        hint: Did you mean "server"?"
    `);
  });

  test("settings", () => {
    expect(told(parent("backup", () => join({ port: 22, alow: ["x"] })))).toMatchInlineSnapshot(`
      "TRP1003 There is no option \`instances."nightly/ssh".roles.server.machines.a.settings.alow\`.
        at instance nightly, role server → nested service ssh, role server: ["x"]
        hint: Did you mean "allow"?"
    `);
  });

  test("forms", () => {
    const results = {
      services: {
        one: { service: {}, roles: {} },
        two: { service: ssh, roles: ["server"] },
        three: ssh.definition.perMachine ?? 3,
      },
    };
    expect(told(parent("backup", () => results))).toMatchInlineSnapshot(`
      "TRP2010 \`services.one.service\` must be a service, but is an object.
        at instance nightly, role server → nested service one
        hint: Put in what defineService({ … }) returns.
      TRP2701 In the result of instance nightly, role server, \`services.three\` must be an object, but is an integer.
        at instance nightly, role server → nested service three
        hint: Write services: { NAME: { service, roles: { ROLE: { settings: { … } } } } }.
      TRP2701 In the result of instance nightly, role server, \`services.two.roles\` must be an object, but is a list.
        at instance nightly, role server → nested service two
        hint: Write services: { NAME: { service, roles: { ROLE: { settings: { … } } } } }."
    `);
    expect(told(parent("backup", () => ({ services: () => ({}) })))).toMatchInlineSnapshot(`
      "TRP2701 In the result of instance nightly, role server, \`services\` must be an object, but is a function.
        at instance nightly, role server
        hint: Which nested services there are must be known at once; only their settings may hold lazy(() => …)."
    `);
  });
});

test("settings of one member that contradict each other show both joins", () => {
  const service = parent(
    "backup",
    () => join({ port: 22, allow: ["x"] }),
    () => join({ port: 23, allow: ["y"] }),
  );
  expect(told(service)).toMatchInlineSnapshot(`
    "TRP1001 \`instances."nightly/ssh".roles.server.machines.a.settings.port\` is set to different values, and nothing says which of them holds.
      at instance nightly, role client → nested service ssh, role server: 23
      at instance nightly, role server → nested service ssh, role server: 22
      hint: Keep one of them, or say which one wins: mkForce(22) wins over the others, mkDefault(22) gives way to them. Or move the value that is to give way from \`settings\` to \`defaults\`, of the role or of a tag."
  `);
});

test("required settings are checked before anybody reads them", () => {
  expect(told(parent("backup", () => ({ services: { ssh: { service: ssh, roles: { server: {} } } } }))))
    .toMatchInlineSnapshot(`
    "TRP1004 \`instances."nightly/ssh".roles.server.settings.port\` has to be set: it has no default.
      at instance nightly, role server → nested service ssh, role server
      hint: Set it to a whole number from 0 to 65535."
  `);
  expect(told(parent("backup", () => join({ allow: [] })))).toMatchInlineSnapshot(`
    "TRP1004 \`instances."nightly/ssh".roles.server.machines.a.settings.port\` has to be set: it has no default.
      at instance nightly, role server → nested service ssh, role server: defined here, without \`port\`
      hint: Set it to a whole number from 0 to 65535."
  `);
});

test("constraints hold for nested instances, and count all of them", () => {
  const service = parent("backup", () => ({ services: { ssh: { service: ssh, roles: { client: {} } } } }));
  const inventory = defineInventory({ services: { service }, machines: { a: {} } });
  const instances = {
    i: { service: "service", roles: everywhere },
    j: { service: "service", roles: everywhere },
  } as const;
  expect(problemsOf(inventory.instances(instances)).join("\n")).toMatchInlineSnapshot(`
    "TRP2401 Service "ssh" allows at most 1 instance, but there are 2: "i/ssh", "j/ssh".
      at nested instance i/ssh
      at nested instance j/ssh
      hint: Keep 1 of them: what they do for different machines may be put into one instance.
    TRP2402 Role "server" of service "ssh" needs at least 1 machine in every instance, but instance "i/ssh" has 0.
      at nested instance i/ssh
      hint: Add machines or tags to instances.i/ssh.roles.server.
    TRP2402 Role "server" of service "ssh" needs at least 1 machine in every instance, but instance "j/ssh" has 0.
      at nested instance j/ssh
      hint: Add machines or tags to instances.j/ssh.roles.server."
  `);
});

describe("a service that nests itself", () => {
  const lazyParent = (name: string, nest: () => object) => parent(name, () => ({ services: nest() }));

  test("directly", () => {
    const self: ReturnType<typeof parent> = lazyParent("backup", () => ({
      me: { service: self, roles: { server: {} } },
    }));
    expect(told(self)).toMatchInlineSnapshot(`
      "TRP2702 Service "backup" would be nested in itself: backup → backup.
        at instance nightly, role server → nested service me, role server
        hint: Break the circle: one of these services must do without the next one."
    `);
  });

  test("through others", () => {
    const outer: ReturnType<typeof parent> = lazyParent("backup", () => ({
      middle: { service: middle, roles: { server: {} } },
    }));
    const middle = lazyParent("middle", () => ({ inner: { service: inner, roles: { server: {} } } }));
    const inner = lazyParent("inner", () => ({ back: { service: outer, roles: { server: {} } } }));
    expect(told(outer)).toMatchInlineSnapshot(`
      "TRP2702 Service "backup" would be nested in itself: backup → middle → inner → backup.
        at instance nightly, role server → nested service middle, role server → nested service inner, role server → nested service back, role server
        hint: Break the circle: one of these services must do without the next one."
    `);
  });

  test("through perMachine, where both are used by the inventory", () => {
    const nests = (name: string, other: () => typeof ssh) =>
      defineService({
        manifest: { name },
        roles: { server: {}, client: {} },
        perMachine: () => ({ services: { other: { service: other(), roles: { client: {} } } } }),
      }) as unknown as typeof ssh;
    const one = nests("one", () => two);
    const two = nests("two", () => one);
    const inventory = defineInventory({ services: { one, two }, machines: { a: {} } }).instances({
      i: { service: "one", roles: { client: { machines: ["a"] } } },
      j: { service: "two", roles: { client: { machines: ["a"] } } },
    });
    expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
      "TRP2702 Service "two" would be nested in itself: two → one → two.
        at service one, perMachine → nested service other, role client
        hint: Break the circle: one of these services must do without the next one.
      TRP2702 Service "one" would be nested in itself: one → two → one.
        at service two, perMachine → nested service other, role client
        hint: Break the circle: one of these services must do without the next one."
    `);
  });

  test("under another name each time", () => {
    let count = 0;
    const next = (): ReturnType<typeof parent> =>
      lazyParent(`level${count++}`, () => ({ next: { service: next(), roles: { server: {} } } }));
    expect(told(next())).toMatchInlineSnapshot(`
      "TRP2704 After 50 levels, nested services still join further ones.
        at instance nightly, role server → nested service next, role server → nested service next, role server → nested service next, role server → …
        hint: Define services outside of perInstance, and let what perMachine nests not depend on which nested instances there are."
    `);
  });
});

test("a nested instance has a single service and a single parent", () => {
  const service = parent("backup", () => ({
    services: { ssh: { service: defineService({ manifest: { name: "own" }, roles: { r: {} } }), roles: { r: {} } } },
  }));
  const inventory = defineInventory({ services: { service }, machines: { a: {}, b: {} } });
  expect(
    problemsOf(inventory.instances({ i: { service: "service", roles: { server: { tags: ["all"] } } } })).join("\n"),
  ).toMatchInlineSnapshot(`
      "TRP2703 "i/ssh" would be two nested instances at once: results give different services under this name, or a service and an instance that nest it have the same name.
        at instance i, role server → nested service ssh, role r
        at instance i, role server → nested service ssh, role r
        hint: Give one of them another name in \`services\`; define a nested service outside of perInstance, so that all calls mean the same one."
    `);
});

test("an instance and a service of one name cannot both nest under one name", () => {
  const both = defineService({
    manifest: { name: "both" },
    roles: {
      r: { perInstance: () => ({ services: { ssh: { service: ssh, roles: { server: { settings: { port: 1 } } } } } }) },
    },
    perMachine: () => ({ services: { ssh: { service: ssh, roles: { server: { settings: { port: 2 } } } } } }),
  });
  const inventory = defineInventory({ services: { both }, machines: { a: {} } }).instances({
    both: { service: "both", roles: { r: { machines: ["a"] } } },
  });
  expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
    "TRP2703 "both/ssh" would be two nested instances at once: results give different services under this name, or a service and an instance that nest it have the same name.
      at instance both, role r → nested service ssh, role server
      at service both, perMachine → nested service ssh, role server
      hint: Give one of them another name in \`services\`; define a nested service outside of perInstance, so that all calls mean the same one."
  `);
});

test("two nested services of one manifest name are an error", () => {
  const other = defineService({ manifest: { name: "ssh" }, roles: { client: {} } });
  const service = parent("backup", () => ({
    services: {
      ssh: { service: ssh, roles: { server: { settings: { port: 1 } } } },
      other: { service: other, roles: { client: {} } },
    },
  }));
  expect(told(service)).toMatchInlineSnapshot(`
    "TRP2008 The services "nightly/other" and "nightly/ssh" have the same manifest.name, "ssh", so their exports would have the same scopes.
      at an unknown place
      at an unknown place
      hint: Give each of them a manifest.name of its own."
  `);
});

describe("the set of instances never depends on the value of an export", () => {
  const child = (isEarly: boolean) =>
    defineService({
      manifest: { name: "child" },
      roles: {
        r: {
          interface: { url: option(t.str) },
          perInstance: ({ settings }) =>
            isEarly ? { module: { name: settings.url } } : { module: () => ({ name: settings.url }) },
        },
      },
    });
  const inventory = (isEarly: boolean) => {
    const service = defineService({
      manifest: { name: "parent" },
      exports: { url: option(t.str) },
      roles: {
        r: {
          perInstance: ({ exports, instanceName, mkExports }) => ({
            exports: mkExports({ url: "u" }),
            services: {
              child: {
                service: child(isEarly),
                roles: {
                  r: {
                    settings: { url: lazy(() => exports.get({ instanceName, roleName: "r", machineName: "a" })!.url) },
                  },
                },
              },
            },
          }),
        },
      },
    });
    return defineInventory({ services: { service }, machines: { a: {} } }).instances({
      i: { service: "service", roles: { r: { machines: ["a"] } } },
    });
  };

  test("a nested service may read settings that come from exports later", () => {
    const evaluated = evaluate(inventory(false));
    expect(evaluated.diagnostics()).toEqual([]);
    expect(evaluated.machine("a").evaluation.config["name"]).toBe("u");
  });

  test("but not while its perInstance runs", () => {
    expect(problemsOf(inventory(true)).join("\n")).toMatchInlineSnapshot(`
      "TRP2705 perInstance of role "r" of service "parent" (instance i, machine a) reads exports with get(…) in settings which a nested service needs while it is still running. What exists must be known before any export has a value.
        at instance i, role r → nested service child, role r
        hint: Let the nested service read that setting inside module: () => …, mkExports(() => …) or lazy(() => …).
      TRP2705 perInstance of role "r" of service "parent" (instance i, machine a) reads exports with get(…) in settings which a nested service needs while it is still running. What exists must be known before any export has a value.
        at an unknown place
        hint: Let the nested service read that setting inside module: () => …, mkExports(() => …) or lazy(() => …)."
    `);
  });
});
