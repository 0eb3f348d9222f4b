/** Nested services, as the seed (003) means them: a `backup` service that nests `ssh`. */
import { option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { defineExports } from "../exports/contract.ts";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { nested } from "../service/nested.ts";
import { configOf, evaluate, plain, problemsOf } from "./testing.ts";

const hostKey = defineExports("hostKey", { key: option(t.str) });

const ssh = defineService({
  manifest: { name: "ssh" },
  exports: hostKey,
  roles: {
    server: {
      interface: { port: option(t.port, { default: 22 }), allow: option(t.listOf(t.str)) },
      perInstance: ({ machine, settings, mkExports, roles }) => ({
        exports: mkExports({ key: `key of ${machine.name}:${settings.port}` }),
        module: {
          lines: [
            `sshd ${settings.port} for ${Object.keys(roles.client.machines).join("+")}, allows ${settings.allow.join("+")}`,
          ],
        },
      }),
    },
    client: {
      interface: { user: option(t.str) },
      perInstance: ({ settings, instanceName, exports }) => ({
        module: () => ({
          // The child reads what its parent exports, too.
          lines: [
            `ssh as ${settings.user} to ${(exports[`backup:${instanceName.split("/")[0]!}:server:`] as { directory: string }).directory}`,
          ],
        }),
      }),
    },
  },
  perMachine: ({ instances }) => ({ module: { name: `ssh of ${Object.keys(instances).join(", ")}` } }),
});

const backup = defineService({
  manifest: { name: "backup" },
  exports: { directory: option(t.str) },
  roles: {
    server: {
      interface: { port: option(t.port, { default: 22 }) },
      perInstance: ({ instanceName, settings, mkExports, roles }) => ({
        exports: mkExports({ directory: `/srv/${instanceName}` }),
        services: {
          ssh: nested(ssh, {
            server: { settings: { port: settings.port, allow: Object.keys(roles.client.machines) } },
          }),
        },
      }),
    },
    client: {
      perInstance: ({ instanceName, machine, exports }) => ({
        services: {
          ssh: { service: ssh, roles: { client: { settings: { user: `${instanceName}-${machine.name}` } } } },
        },
        module: () => ({
          lines: [
            `trusts ${(exports[`ssh:${instanceName}/ssh:server:`] as { key: string }).key}`,
            ...exports.from(hostKey).map(({ key }) => `knows ${key}`),
          ],
        }),
      }),
    },
  },
});

const machines = { alice: {}, bob: {}, store: {}, vault: {} } as const;
const evaluated = evaluate(
  defineInventory({ services: { backup }, machines }).instances({
    nightly: {
      service: "backup",
      roles: { server: { machines: { store: { settings: { port: 2222 } } } }, client: { machines: ["alice", "bob"] } },
    },
    weekly: { service: "backup", roles: { server: { machines: ["vault"] }, client: { machines: ["alice"] } } },
  }),
);

describe("a service that nests another", () => {
  test("has no problems", () => {
    expect(evaluated.diagnostics()).toEqual([]);
  });

  test("makes one instance of it for each of its own, with the members that joined", () => {
    const instances = evaluated
      .services()
      .flatMap(({ name, instances }) =>
        instances.map((instance) => [
          name,
          instance.name,
          Object.fromEntries([...instance.roles.values()].map((role) => [role.name, role.members])),
        ]),
      );
    expect(instances).toEqual([
      ["backup", "nightly", { client: ["alice", "bob"], server: ["store"] }],
      ["backup", "weekly", { client: ["alice"], server: ["vault"] }],
      ["ssh", "nightly/ssh", { client: ["alice", "bob"], server: ["store"] }],
      ["ssh", "weekly/ssh", { client: ["alice"], server: ["vault"] }],
    ]);
  });

  test("gives it settings that differ from machine to machine", () => {
    const settings = (instance: string, role: string, machine: string) =>
      plain(evaluated.settings(instance, role, machine)?.config);
    expect(settings("nightly/ssh", "client", "bob")).toEqual({ user: "nightly-bob" });
    expect(settings("weekly/ssh", "client", "alice")).toEqual({ user: "weekly-alice" });
    expect(settings("nightly/ssh", "server", "store")).toEqual({ port: 2222, allow: ["alice", "bob"] });
    expect(evaluated.settings("weekly/ssh", "client", "bob")).toBeUndefined();
  });

  test("reads what it exports, and the other way round", () => {
    expect(configOf(evaluated, "bob")).toEqual({
      lines: [
        "ssh as nightly-bob to /srv/nightly",
        "trusts key of store:2222",
        "knows ssh:nightly/ssh:server:store",
        "knows ssh:weekly/ssh:server:vault",
      ],
      name: "ssh of nightly/ssh",
    });
    expect(configOf(evaluated, "alice").name).toBe("ssh of nightly/ssh, weekly/ssh");
    expect(configOf(evaluated, "store").lines).toEqual(["sshd 2222 for alice+bob, allows alice+bob"]);
  });

  test("is told apart from it by origins, and named in labels", () => {
    const contributors = evaluated.machine("bob").contributors();
    expect(contributors.map(({ origin, label, reads }) => [origin, label, ...Object.keys(reads.exports)])).toEqual([
      ["ssh:::bob", "service ssh, perMachine"],
      ["backup:nightly:client:bob", "instance nightly, role client", "ssh:nightly/ssh:server:store"],
      [
        "ssh:nightly/ssh:client:bob",
        "instance nightly, role client → nested service ssh, role client",
        "backup:nightly:server:store",
      ],
    ]);
  });
});

describe("perMachine", () => {
  /** How often a service's perMachine ran, by machine. */
  const runs = new Map<string, number>();
  const sshd = defineService({
    manifest: { name: "sshd" },
    roles: {
      host: {
        interface: { users: option(t.listOf(t.str)) },
        perInstance: ({ settings }) => ({ module: { lines: settings.users } }),
      },
    },
    perMachine: ({ machine, instances }) => ({
      module: { name: `${machine.name}: ${Object.keys(instances).join(", ")}` },
    }),
  });
  const git = (name: string) =>
    defineService({
      manifest: { name },
      roles: { host: {} },
      perMachine({ machine }) {
        runs.set(`${name} ${machine.name}`, (runs.get(`${name} ${machine.name}`) ?? 0) + 1);
        return { services: { sshd: nested(sshd, { host: { settings: { users: [`${name}@${machine.name}`] } } }) } };
      },
    });

  test("nests once for all instances of its service, and is told of every instance that others nest", () => {
    const evaluated = evaluate(
      defineInventory({ services: { git: git("git"), wiki: git("wiki"), sshd }, machines: { a: {}, b: {} } }).instances(
        {
          code: { service: "git", roles: { host: { tags: ["all"] } } },
          notes: { service: "git", roles: { host: { machines: ["a"] } } },
          team: { service: "wiki", roles: { host: { machines: ["a"] } } },
          own: { service: "sshd", roles: { host: { machines: { a: { settings: { users: ["admin"] } } } } } },
        },
      ),
    );
    expect(configOf(evaluated, "b")).toEqual({ lines: ["git@b"], name: "b: git/sshd" });
    expect(evaluated.diagnostics()).toEqual([]);
    expect(configOf(evaluated, "a")).toEqual({
      lines: ["wiki@a", "admin", "git@a"],
      name: "a: git/sshd, own, wiki/sshd",
    });
    expect(Object.fromEntries(runs)).toEqual({ "git a": 1, "git b": 1, "wiki a": 1 });
    expect(
      evaluated
        .machine("b")
        .contributors()
        .map(({ label }) => label),
    ).toContain("service git, perMachine → nested service sshd, role host");
  });
});

describe("joins", () => {
  const keys = defineService({
    manifest: { name: "keys" },
    roles: {
      holder: { interface: { names: option(t.listOf(t.str)), size: option(t.int, { default: 1 }) } },
      reader: {},
    },
  });
  const link = defineService({
    manifest: { name: "link" },
    roles: {
      end: {
        interface: { peers: option(t.listOf(t.str)) },
        // Who takes part in the parent is known while perInstance runs: it may decide on what is nested further in.
        perInstance: ({ roles, settings, machine }) =>
          Object.keys(roles.end.machines).length < 2
            ? {}
            : {
                services: { keys: nested(keys, { holder: { settings: { names: settings.peers } }, reader: {} }) },
                module: { name: machine.name },
              },
      },
    },
  });
  const mesh = defineService({
    manifest: { name: "mesh" },
    roles: {
      hub: { perInstance: () => ({ services: { link: nested(link, { end: { settings: { peers: ["hub"] } } }) } }) },
      spoke: {
        perInstance: () => ({
          services: { link: nested(link, { end: { settings: { peers: ["spoke"] } } }), keys: undefined },
        }),
      },
    },
  });
  const inventory = defineInventory({ services: { mesh }, machines: { a: {}, b: {}, c: {} } });
  const evaluated = evaluate(
    inventory.instances({
      big: { service: "mesh", roles: { hub: { machines: ["a"] }, spoke: { machines: ["a", "b"] } } },
      small: { service: "mesh", roles: { hub: { machines: ["c"] } } },
    }),
  );

  test("of one machine and role merge; nested services nest further ones, in several roles at once", () => {
    expect(evaluated.diagnostics()).toEqual([]);
    expect(plain(evaluated.settings("big/link", "end", "a")!.config)).toEqual({ peers: ["spoke", "hub"] });
    const names = evaluated.services().flatMap(({ instances }) => instances.map(({ name }) => name));
    expect(names).toEqual(["big", "small", "big/link/keys", "big/link", "small/link"]);
    const { holder, reader } = Object.fromEntries(evaluated.services()[1]!.instances[0]!.roles);
    expect([holder!.members, reader!.members]).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  test("are all named by what they make", () => {
    const labels = evaluated
      .machine("a")
      .contributors()
      .map(({ label }) => label);
    expect(labels).toContain("instance big, role hub and instance big, role spoke → nested service link, role end");
    expect(labels.find((label) => label.endsWith("keys, role reader"))).toBe(
      "instance big, role hub and instance big, role spoke → nested service link, role end → nested service keys, role reader",
    );
  });
});

test("a service that the inventory uses and another one nests is one service", () => {
  const inventory = defineInventory({
    services: { backup, ssh },
    machines,
    exports: { "ssh:nightly/ssh:server:store": { key: { _type: "override", priority: 50, content: "forced" } } },
  }).instances({
    nightly: { service: "backup", roles: { server: { machines: ["store"] }, client: { machines: ["bob"] } } },
    admin: { service: "ssh", roles: { server: { machines: ["bob"] } } },
  });
  const evaluated = evaluate(inventory);
  expect(evaluated.diagnostics()).toEqual([]);
  expect(evaluated.services().map(({ id, instances }) => [id, instances.map(({ name }) => name)])).toEqual([
    ["self/backup", ["nightly"]],
    ["self/ssh", ["admin", "nightly/ssh"]],
  ]);
  expect(evaluated.exports.value("ssh:nightly/ssh:server:store")).toEqual({ key: "forced" });
  expect(problemsOf(inventory)).toEqual([]);
});
