import { and, defineInventory, defineService, hostname, not, tag } from "@troupe/core";
import { formatDiagnostic, isTroupeError, lazy, mkForce, option, t } from "@troupe/modules";
import { definePackage, system } from "@troupe/vocabulary";
import { expect, it } from "vitest";
import { evaluateNixos } from "../testing/inventory.ts";
import { fromClan } from "./inventory-reader.ts";
import { toClan } from "./inventory-writer.ts";

const web = defineService({
  manifest: { name: "web" },
  roles: {
    server: { interface: { port: option(t.port, { default: 80 }), names: option(t.listOf(t.str)) } },
    client: {},
  },
});
const told = (diagnostics: ReturnType<typeof toClan>["diagnostics"]) =>
  diagnostics.map((each) => formatDiagnostic({ ...each, marks: [] })).join("\n");

it("toClan writes the parts that Clan has words for, and reports the others", () => {
  const written = toClan(
    evaluateNixos(
      defineInventory({
        meta: { name: "home", domain: "home.arpa" },
        services: { web },
        inputs: { "clan-core": { sshd: defineService({ manifest: { name: "sshd" }, roles: { server: {} } }) } },
        machines: {
          alice: { tags: ["eu"], deploy: { targetHost: "root@192.0.2.10" } },
          bob: { tags: ["eu"], address: "2001:db8::1", facts: { rack: "a1" } },
          mac: {
            class: "darwin",
            module: system({ networking: { domain: "home.arpa" } }),
            deploy: { targetHost: "ann@mac" },
          },
          box: { class: "linux" },
        },
        tags: { spare: [], most: ({ tags }) => tags["all"]!.filter((name) => name !== "bob") },
        clusters: { north: { machines: { web: { tags: ["eu"] } } } },
        json: {
          instances: { ssh: { module: { name: "sshd", input: "clan-core" }, roles: { server: { tags: ["all"] } } } },
        },
      })
        .instances({
          main: {
            service: "web",
            roles: {
              server: {
                tags: { eu: { settings: { names: ["eu"] }, defaults: { port: 8080 } } },
                machines: { alice: { settings: { port: mkForce(9000), names: lazy(() => ["alice"]) } }, box: {} },
                defaults: { port: 8000 },
              },
              client: { select: [{ filter: and(tag("eu"), not(hostname("alice"))) }], extraModules: [system({})] },
            },
          },
        })
        .clusters({
          north: {
            instances: { lan: { service: "web", roles: { server: { tags: { eu: { settings: { port: 1 } } } } } } },
          },
        }),
    ).inventory,
  );
  expect(
    JSON.stringify(written.inventory, null, 1)
      .replaceAll(/\n\s+/g, " ")
      .replaceAll(/ ("[\w-]+": \{ "m)/g, "\n$1"),
  ).toMatchInlineSnapshot(`
    "{ "meta": { "name": "home", "domain": "home.arpa" }, "machines": {
    "alice": { "machineClass": "nixos", "tags": [ "eu", "most" ], "deploy": { "targetHost": "root@192.0.2.10" } },
    "bob": { "machineClass": "nixos", "tags": [ "eu" ], "deploy": { "targetHost": "[2001:db8::1]" } },
    "mac": { "machineClass": "darwin", "tags": [ "most" ], "deploy": { "targetHost": "ann@mac" } },
    "web-north": { "machineClass": "nixos", "tags": [ "eu", "most" ] } }, "tags": { "spare": [] }, "instances": {
    "lan-north": { "module": { "name": "web", "input": "self" }, "roles": {
    "server": { "machines": { "web-north": { "settings": { "port": 1 } } } } } },
    "main": { "module": { "name": "web", "input": "self" }, "roles": {
    "client": { "machines": { "bob": {}, "web-north": {} } },
    "server": { "machines": { "alice": { "settings": { "port": { "_type": "override", "priority": 50, "content": 9000 }, "names": [ "alice" ] } } }, "tags": { "eu": { "settings": { "names": [ "eu" ], "port": { "_type": "override", "priority": 1100, "content": 8080 } } } }, "settings": { "port": { "_type": "override", "priority": 1200, "content": 8000 } } } } },
    "ssh": { "module": { "name": "sshd", "input": null }, "roles": { "server": { "tags": { "all": {} } } } } }
    }"
  `);
  expect(told(written.diagnostics)).toMatchInlineSnapshot(`
    "TRP3240 Clan's inventory has no words for facts of machines: those of bob are left out.
    TRP3240 Clan's inventory has no words for addresses without a user: Clan logs in as root on bob, where ssh takes your own name or what its configuration says.
      hint: Write the user: deploy: { targetHost: "root@192.0.2.1" }
    TRP3240 Clan's inventory has no words for machines of class "linux": box is left out, with all roles.
      hint: Clan has machines of class "nixos" and "darwin".
    TRP3240 Clan's inventory has no words for modules of machines: those of mac are left out.
      hint: In Clan they are clan.machines.NAME; troupe build --nixos writes them as Nix.
    TRP3240 Clan's inventory has no words for clusters: machines are written as members of none (web.north as web-north).
    TRP3240 Clan's inventory has no words for tags that functions compute: most is written on the machines that have it now.
    TRP3240 Clan's inventory has no words for instances of clusters: instances are written as members of none (lan.north as lan-north).
    TRP3240 Clan's inventory has no words for filters: the machines that they pick now are the members of role client of instance main.
      hint: Write it again when machines come or go, or use tags.
    TRP3240 Clan's inventory has no words for extraModules in TypeScript: those of role client of instance main are left out.
      hint: In Clan extraModules are Nix files; troupe build --nixos writes them as Nix."
  `);
});

it("toClan refuses settings that JSON cannot hold", () => {
  const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });
  const service = defineService({
    manifest: { name: "any" },
    roles: { server: { interface: { program: option(t.str), other: option(t.raw, { default: null }) } } },
  });
  const { inventory } = evaluateNixos(
    defineInventory({ services: { service }, machines: { alice: {} } }).instances({
      a: {
        service: "service",
        roles: { server: { machines: ["alice"], settings: { program: redis.bin("redis-server"), other: () => 1 } } },
      },
    }),
  );
  expect(told(toClan(inventory).diagnostics)).toMatchInlineSnapshot(`
    "TRP3243 \`program\` in the settings of instance a, role server is the path of a program, which is another one on every platform, which JSON has no form for.
      hint: Settings of Clan are plain data: texts, numbers, true and false, null, lists and objects.
    TRP3243 \`other\` in the settings of instance a, role server is a function, which JSON has no form for.
      hint: Settings of Clan are plain data: texts, numbers, true and false, null, lists and objects."
  `);
});

it("toClan writes no settings for empty settings and defaults", () => {
  const instances = { main: { service: "web", roles: { server: { settings: {}, defaults: {} } } } } as const;
  const inventory = defineInventory({ services: { web }, machines: { alice: {} } }).instances(instances);
  expect(toClan(evaluateNixos(inventory).inventory).inventory.instances).toEqual({
    main: { module: { name: "web", input: "self" }, roles: {} },
  });
});

it("fromClan reads the parts that have a meaning in Troupe, and reports the others", () => {
  const { inventory, diagnostics } = fromClan(
    {
      meta: { name: "home", description: null, tld: "ccc", icon: "house.png" },
      machines: {
        jon: {
          name: "jon",
          machineClass: { _type: "override", priority: 1000, content: "darwin" },
          installedAt: 1700000000,
          icon: null,
          tags: ["eu", "all", "darwin"],
          deploy: { targetHost: "ssh://192.0.2.1:2222?IdentityFile=key", buildHost: "root@build", forwardAgent: false },
        },
        sara: { name: "sarah", foo: 1, tags: ["darwin", "nixos"] },
      },
      tags: { eu: ["sara"], all: ["jon"], nixos: ["sara"] },
      modules: { a: "./a.nix" },
      services: {},
      instances: {
        sshd: {},
        net: {
          module: { input: "self" },
          roles: {
            peer: { tags: ["eu"], extraModules: ["modules/special.nix"] },
            server: {
              machines: { jon: { settings: { config: { port: 1 }, options: {} } } },
              tags: { eu: { settings: { imports: [{ _file: "inventory.json", imports: [{ port: 2 }] }] } } },
              settings: { port: { _type: "override", priority: 50, content: 9 } },
              extraModules: [],
            },
          },
        },
        backup: { module: { input: null, name: "borgbackup" }, roles: {} },
        other: { module: { input: "std", name: "thing" } },
      },
    },
    { folders: ["sara", "ted"] },
  );
  expect(inventory).toMatchInlineSnapshot(`
    {
      "instances": {
        "backup": {
          "module": {
            "input": "clan-core",
            "name": "borgbackup",
          },
          "roles": {},
        },
        "net": {
          "module": {
            "name": "net",
          },
          "roles": {
            "peer": {
              "tags": [
                "eu",
              ],
            },
            "server": {
              "machines": {
                "jon": {
                  "settings": {
                    "port": 1,
                  },
                },
              },
              "settings": {
                "port": {
                  "_type": "override",
                  "content": 9,
                  "priority": 50,
                },
              },
              "tags": {
                "eu": {
                  "settings": {
                    "port": 2,
                  },
                },
              },
            },
          },
        },
        "other": {
          "module": {
            "input": "std",
            "name": "thing",
          },
        },
        "sshd": {
          "module": {
            "input": "clan-core",
            "name": "sshd",
          },
        },
      },
      "machines": {
        "jon": {
          "class": {
            "_type": "override",
            "content": "darwin",
            "priority": 1000,
          },
          "deploy": {
            "targetHost": "root@192.0.2.1:2222",
          },
          "tags": [
            "eu",
          ],
        },
        "sara": {
          "class": "nixos",
          "tags": [],
        },
        "ted": {
          "class": "nixos",
        },
      },
      "meta": {
        "domain": "ccc",
        "name": "home",
      },
      "tags": {
        "eu": [
          "sara",
        ],
      },
    }
  `);
  expect(told(diagnostics)).toMatchInlineSnapshot(`
    "TRP3241 \`meta.icon\` of Clan's inventory is left out: nothing here shows it.
    TRP3241 \`machines.jon.installedAt\` of Clan's inventory is left out: \`troupe status\` asks the machines themselves.
    TRP3241 \`?IdentityFile=key in machines.jon.deploy.targetHost\` of Clan's inventory is left out: options of ssh stand in its own configuration.
      hint: Write IdentityFile=key into ~/.ssh/config.
    TRP3241 \`machines.jon.deploy.buildHost\` of Clan's inventory is left out: systems are built on this computer or on the machine itself.
      hint: See troupe plan --nix.
    TRP3241 \`machines.jon.deploy.forwardAgent\` of Clan's inventory is left out: ssh is configured in its own configuration.
      hint: Write ForwardAgent into ~/.ssh/config.
    TRP3241 \`machines.sara.name\` of Clan's inventory is left out: the machine is called sara, as its key says.
    TRP3241 \`machines.sara.foo\` of Clan's inventory is left out: Clan has no such option.
    TRP3241 \`machines.sara.tags."0"\` of Clan's inventory is left out: only machines of class darwin carry that tag.
    TRP3241 \`tags.all\` of Clan's inventory is left out: it is computed, and cannot be overridden.
      hint: Give these machines a tag of another name.
    TRP3241 \`modules\` of Clan's inventory is left out: Clan itself takes no notice of it.
      hint: Services stand in \`services\`, or in a collection that \`inputs\` names.
    TRP3241 \`services\` of Clan's inventory is left out: Clan has removed it; what it said stands in \`instances\` since.
    TRP3241 \`instances.net.roles.peer.extraModules\` of Clan's inventory is left out: they are modules of NixOS, which JSON can only name.
      hint: In TypeScript: extraModules: [nixFile("./modules/x.nix")]
    TRP3241 \`instances.net.roles.server.machines.jon.settings.options\` of Clan's inventory is left out: settings only define options, which services declare."
  `);
});

it("fromClan refuses values that are no inventory of Clan", () => {
  const problem = (value: unknown) => {
    try {
      return fromClan(value);
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      return error.diagnostics.map(({ message }) => message).join("\n");
    }
  };
  expect(
    [
      [],
      "x",
      null,
      { machines: [] },
      { machines: { jon: null } },
      { instances: { a: { roles: { peer: { machines: ["jon"] } } } } },
    ].map(problem),
  ).toMatchInlineSnapshot(`
    [
      "In an inventory of Clan's, the whole of it is an object, and here it is a list.",
      "In an inventory of Clan's, the whole of it is an object, and here it is a string.",
      "In an inventory of Clan's, the whole of it is an object, and here it is null.",
      "In an inventory of Clan's, \`machines\` is an object, and here it is a list.",
      "In an inventory of Clan's, \`machines.jon\` is an object, and here it is null.",
      "In an inventory of Clan's, \`instances.a.roles.peer.machines\` is an object, and here it is a list.",
    ]
  `);
});
