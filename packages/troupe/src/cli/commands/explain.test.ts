import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";

const example = join(import.meta.dirname, "../../../../../examples/kvstore");

const script = `import { defineInventory, defineService, mkDefault, mkForce, mkIf, option, system, t } from "troupe";

const web = defineService({
  manifest: { name: "web" },
  exports: { url: option(t.str), weight: option(t.int, { default: 1 }) },
  roles: {
    server: {
      interface: { port: option(t.port, { default: 80, description: "Where it listens" }), names: option(t.listOf(t.str)) },
      perInstance: ({ settings, machine, mkExports }) => {
        const url = \`http://\${machine.address}:\${settings.port}\`;
        return { exports: mkExports({ url }), module: { environment: { etc: { "web.conf": { text: mkDefault(url) } } } } };
      },
    },
    client: {
      perInstance: ({ exports }) => ({
        module: () => system({ environment: { etc: { "web.url": { text: \`\${exports["web:site:server:"]?.url}\\n\` } } } }),
      }),
    },
  },
});

export default defineInventory({
  services: { web },
  machines: {
    alice: {
      address: "192.0.2.1",
      tags: ["big"],
      module: system({
        environment: { etc: { "web.conf": { text: "mine" } } },
        networking: { hostName: mkIf(() => false, () => ([] as string[])[0]!.trim()) },
      }),
    },
    bob: { address: "192.0.2.2", module: system({ networking: { hostName: mkForce("robert"), domain: "home" } }) },
  },
}).instances({
  site: {
    service: "web",
    roles: {
      server: {
        machines: { alice: { settings: { names: ["a"] } } },
        tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
        defaults: { port: 82 },
      },
      client: { machines: ["bob"] },
    },
  },
});
`;

async function explain(...args: readonly string[]): Promise<string> {
  const project = testProject({ "troupe.ts": script });
  const { status, stdout, stderr } = await project.troupe(["explain", ...args], { env: { COLUMNS: "78" } });
  return [`exit ${status}`, ...(stdout === "" ? [] : [stdout]), ...(stderr === "" ? [] : [stderr])].join("\n");
}

describe("troupe explain MACHINE PATH", () => {
  test("leads through exports to the line of inventory.json that somebody wrote", async () => {
    const path = 'environment.etc."kvstore/kvstore-sessions-replica.conf".text';
    const { status, stdout, stderr } = await testProject().troupe(["explain", "-C", example, "carol", path]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "carol: environment.etc."kvstore/kvstore-sessions-replica.conf".text
        port 6380
        bind * -::*
        dir /var/lib/kvstore-sessions-replica
        appendonly yes
        replicaof 192.0.2.11 6379

      Definitions
        loses, default of the option (1500):
          null
        wins, plain (100), instance sessions, role replica
          at kvstore.ts:56:42
            56 │       etc: { [\`kvstore/\${name}.conf\`]: { text: \`\${config.join("\\n")}\\n\` } },
               │                                          ^

      Where it comes from
        instance sessions, role replica, on carol
          because the role names the tag store, which carol carries
            at troupe.ts:18:33 │ roles: { replica: { tags: { store: {} } } },
            at troupe.ts:13:21 │ carol: { tags: ["store"] },
          with the settings
            port = 6380 (default of the option)
              at kvstore.ts:30:43 │ default: 6380, description: "Where it listens" }) },
          with the address of carol, 192.0.2.13
            at inventory.json:5:28 │ "carol": { "deploy": { "targetHost": "root@192.0.2.13" } }
          which has read these exports (known of the call, not of each value):
            kvstore:sessions:primary:alice
              connectionString = "tcp://192.0.2.11:6379"
                at kvstore.ts:24:30 │ connectionString: \`tcp://\${machine.address}:\${settings.port}\`, isLe…
              isLeader = true
                at kvstore.ts:24:93 │ isLeader: true }),
              written by instance sessions, role primary, on alice
                because the role names alice
                  at inventory.json:9:45 │ "roles": { "primary": { "machines": { "alice": {} } } }
                with the settings
                  port = 6379 (default of the option)
                    at kvstore.ts:22:43 │ default: 6379, description: "Where it listens" }) },
                with the address of alice, 192.0.2.11
                  at inventory.json:3:28 │ "alice": { "deploy": { "targetHost": "root@192.0.2.11" } },"
    `);
  });

  test("shows programs of packages and entries of lists as people write them", async () => {
    const unit = "systemd.services.kvstore-cache";
    const exec = await testProject().troupe(["explain", "-C", example, "carol", `${unit}.serviceConfig.ExecStart`]);
    const entry = await testProject().troupe(["explain", "-C", example, "carol", `${unit}.after[0]`]);
    expect([exec, entry].map(({ stdout }) => stdout.split("\n\n")[0]).join("\n\n")).toMatchInlineSnapshot(`
      "carol: systemd.services.kvstore-cache.serviceConfig.ExecStart
        "bin(redis-server) /etc/kvstore/kvstore-cache.conf --include %d/password.conf"

      carol: systemd.services.kvstore-cache.after[0]
        "network.target""
    `);
  });

  test("says what wins", async () => {
    expect(await explain("alice", "environment.etc.web.conf.text")).toMatchInlineSnapshot(`
      "exit 0
      alice: environment.etc."web.conf".text
        "mine"

      Definitions
        loses, default of the option (1500):
          null
        wins, plain (100), machine alice
          at troupe.ts:29:45
            29 │         environment: { etc: { "web.conf": { text: "mine" } } },
               │                                             ^
        loses, mkDefault (1000), instance site, role server:
          "http://192.0.2.1:81"
          at troupe.ts:11:93
            11 │ …{ url }), module: { environment: { etc: { "web.conf": { text: mkDefault(url) } } } } };
               │                                                          ^"
    `);
    expect(await explain("bob", "networking.hostName")).toMatchInlineSnapshot(`
      "exit 0
      bob: networking.hostName
        The machine's name for itself, without a domain. If empty, the name that it has is left alone. (a
        host name (at most 63 letters, digits, - and _))
        "robert"

      Definitions
        loses, default of the option (1500):
          ""
        wins, mkForce (50), machine bob
          at troupe.ts:33:65
            33 │ ….2", module: system({ networking: { hostName: mkForce("robert"), domain: "home" } }) },
               │                                      ^"
    `);
  });

  test("says which conditions are false", async () => {
    expect(await explain("alice", "networking.hostName")).toMatchInlineSnapshot(`
      "exit 0
      alice: networking.hostName
        The machine's name for itself, without a domain. If empty, the name that it has is left alone. (a
        host name (at most 63 letters, digits, - and _))
        ""

      Definitions
        wins, default of the option (1500)
        its condition is false, plain (100), machine alice
          at troupe.ts:30:23
            30 │         networking: { hostName: mkIf(() => false, () => ([] as string[])[0]!.trim()) },
               │                       ^"
    `);
  });

  test("lists what is set in a group", async () => {
    expect(await explain("bob", "networking")).toMatchInlineSnapshot(`
      "exit 0
      bob: networking

      What is set
        networking.hostName = "robert" (mkForce)
          at troupe.ts:33:65 │ hostName: mkForce("robert"), domain: "home" } }) },
        networking.domain = "home"
          at troupe.ts:33:94 │ domain: "home" } }) },"
    `);
  });

  test("without a path lists everything that is set", async () => {
    expect(await explain("bob")).toMatchInlineSnapshot(`
      "exit 0
      bob

      What is set
        environment.etc = { "web.url": { enable: true, text: "http://192.0.2.1:81\\n", target: "web.url",…
          at troupe.ts:16:47 │ etc: { "web.url": { text: \`\${exports["web:site:server:"]?.url}\\n\` } } } }),
        networking.hostName = "robert" (mkForce)
          at troupe.ts:33:65 │ hostName: mkForce("robert"), domain: "home" } }) },
        networking.domain = "home"
          at troupe.ts:33:94 │ domain: "home" } }) },

      Where it comes from
        instance site, role client, on bob
          because the role names bob
            at troupe.ts:44:28 │ client: { machines: ["bob"] },
          which has read these exports (known of the call, not of each value):
            web:site:server:alice
              url = "http://192.0.2.1:81"
                at troupe.ts:11:39 │ url }), module: { environment: { etc: { "web.conf": { text: mkDefaul…
              weight = 1 (default of the option)
                at troupe.ts:5:58 │ default: 1 }) },
              written by instance site, role server, on alice
                because the role names alice
                  at troupe.ts:40:21 │ machines: { alice: { settings: { names: ["a"] } } },
                because the role names the tag big, which alice carries
                  at troupe.ts:41:17 │ big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
                  at troupe.ts:27:14 │ tags: ["big"],
                with the settings
                  port = 81 (defaults of a tag)
                    at troupe.ts:41:36 │ port: 81 }, settings: { names: ["b"] } } },
                  names = ["b", "a"]
                    at troupe.ts:41:60 │ names: ["b"] } } },
                    at troupe.ts:40:42 │ machines: { alice: { settings: { names: ["a"] } } },
                with the address of alice, 192.0.2.1
                  at troupe.ts:26:7 │ address: "192.0.2.1","
    `);
  });
});

describe("troupe explain INSTANCE/ROLE", () => {
  test("explains settings", async () => {
    expect(await explain("site/server/alice", "settings.port")).toMatchInlineSnapshot(`
      "exit 0
      site/server/alice: settings.port
        Where it listens (a whole number from 0 to 65535)
        81

      Definitions
        loses, default of the option (1500), service web:
          80
          at troupe.ts:8:43
             8 │       interface: { port: option(t.port, { default: 80, description: "Where it listens" }…
               │                                           ^
        wins, defaults of a tag (1100), instance site, role server, tag big, defaults
          at troupe.ts:41:36
            41 │         tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
               │                                    ^
        loses, defaults of the role (1200), instance site, role server, defaults:
          82
          at troupe.ts:42:21
            42 │         defaults: { port: 82 },
               │                     ^"
    `);
    expect(await explain("site/server", "settings.port")).toMatchInlineSnapshot(`
      "exit 0
      site/server: settings.port
        Where it listens (a whole number from 0 to 65535)
        82

      Definitions
        loses, default of the option (1500), service web:
          80
          at troupe.ts:8:43
             8 │       interface: { port: option(t.port, { default: 80, description: "Where it listens" }…
               │                                           ^
        wins, defaults of the role (1200), instance site, role server, defaults
          at troupe.ts:42:21
            42 │         defaults: { port: 82 },
               │                     ^"
    `);
    expect(await explain("site/server/alice", "settings.names")).toMatchInlineSnapshot(`
      "exit 0
      site/server/alice: settings.names
        (a list of strings)
        ["b", "a"]

      Definitions
        merged, plain (100), instance site, role server, tag big:
          ["b"]
          at troupe.ts:41:60
            41 │         tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
               │                                                            ^
        merged, plain (100), instance site, role server, machine alice:
          ["a"]
          at troupe.ts:40:42
            40 │         machines: { alice: { settings: { names: ["a"] } } },
               │                                          ^"
    `);
    expect(await explain("site/server/alice")).toMatchInlineSnapshot(`
      "exit 0
      site/server/alice: settings

      Values
        settings.port = 81 (defaults of a tag)
          at troupe.ts:41:36 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
        settings.names = ["b", "a"]
          at troupe.ts:41:60 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
          at troupe.ts:40:42 │ machines: { alice: { settings: { names: ["a"] } } },"
    `);
  });
});

describe("troupe explain SERVICE:INSTANCE:ROLE:MACHINE", () => {
  test("explains exports", async () => {
    expect(await explain("web:site:server:alice", "url")).toMatchInlineSnapshot(`
      "exit 0
      export "web:site:server:alice": url
        (a string)
        "http://192.0.2.1:81"

      Definitions
        wins, plain (100), perInstance of role "server" of service "web" (instance site, machine alice),
          exports
          at troupe.ts:11:39
            11 │         return { exports: mkExports({ url }), module: { environment: { etc: { "web.conf"…
               │                                       ^

      Where it comes from
        instance site, role server, on alice
          because the role names alice
            at troupe.ts:40:21 │ machines: { alice: { settings: { names: ["a"] } } },
          because the role names the tag big, which alice carries
            at troupe.ts:41:17 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
            at troupe.ts:27:14 │ tags: ["big"],
          with the settings
            port = 81 (defaults of a tag)
              at troupe.ts:41:36 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
            names = ["b", "a"]
              at troupe.ts:41:60 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
              at troupe.ts:40:42 │ machines: { alice: { settings: { names: ["a"] } } },
          with the address of alice, 192.0.2.1
            at troupe.ts:26:7 │ address: "192.0.2.1","
    `);
    expect(await explain("web:site:server:alice")).toMatchInlineSnapshot(`
      "exit 0
      export "web:site:server:alice"

      Values
        url = "http://192.0.2.1:81"
          at troupe.ts:11:39 │ url }), module: { environment: { etc: { "web.conf": { text: mkDefault(url)…
        weight = 1 (default of the option)
          at troupe.ts:5:58 │ exports: { url: option(t.str), weight: option(t.int, { default: 1 }) },

      Where it comes from
        instance site, role server, on alice
          because the role names alice
            at troupe.ts:40:21 │ machines: { alice: { settings: { names: ["a"] } } },
          because the role names the tag big, which alice carries
            at troupe.ts:41:17 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
            at troupe.ts:27:14 │ tags: ["big"],
          with the settings
            port = 81 (defaults of a tag)
              at troupe.ts:41:36 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
            names = ["b", "a"]
              at troupe.ts:41:60 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
              at troupe.ts:40:42 │ machines: { alice: { settings: { names: ["a"] } } },
          with the address of alice, 192.0.2.1
            at troupe.ts:26:7 │ address: "192.0.2.1","
    `);
  });
});

test("what the inventory itself exports, and exports wider than a machine, are explained", async () => {
  const project = testProject({
    "troupe.ts": `import { defineExports, defineInventory, defineService, mkForce, option, system, t } from "troupe";
const endpoint = defineExports("endpoint", { url: option(t.str) });
const dns = defineService({
  manifest: { name: "dns" },
  provides: [endpoint],
  roles: { server: { perInstance: ({ mkExports }) => ({ exports: mkExports({ endpoint: { url: "wide" } }, { scope: "service" }) }) } },
  perMachine: ({ machine, exports, mkExports }) => ({
    exports: mkExports({ endpoint: { url: machine.name } }),
    module: () => system({ environment: { etc: { dns: { text: exports.from(endpoint).map(({ value }) => value.url).join(" ") } } } }),
  }),
});
export default defineInventory({
  services: { dns },
  machines: { a: {}, b: {} },
  exports: { ":::": { x: 1 }, "dns:::b": { endpoint: { url: mkForce("forced") } } },
}).instances({ i: { service: "dns", roles: { server: { machines: ["a", "b"] } } } });
`,
  });
  const told = [];
  for (const args of [
    ["a", "environment.etc.dns.text"],
    ["dns:::b", "endpoint.url"],
    [":::", "x"],
  ])
    told.push((await project.troupe(["explain", ...args])).stdout);
  expect(told.join("\n\n\n")).toMatchInlineSnapshot(`
    "a: environment.etc.dns.text
      "wide a forced"

    Definitions
      loses, default of the option (1500):
        null
      wins, plain (100), service dns, perMachine
        at troupe.ts:9:57
           9 │ …nvironment: { etc: { dns: { text: exports.from(endpoint).map(({ value }) => value.url).…
             │                              ^

    Where it comes from
      service dns, perMachine, on a
        because role server of instance i names a
          at troupe.ts:16:67 │ "a", "b"] } } } });
        which has read these exports (known of the call, not of each value):
          dns:::
            endpoint = { url: "wide" }
              at troupe.ts:6:78 │ endpoint: { url: "wide" } }, { scope: "service" }) }) } },
            written by instance i, role server, on b
              because the role names b
                at troupe.ts:16:72 │ "b"] } } } });
            written by instance i, role server, on a
              because the role names a
                at troupe.ts:16:67 │ "a", "b"] } } } });
          dns:::a
            endpoint = { url: "a" }
              at troupe.ts:8:26 │ exports: mkExports({ endpoint: { url: machine.name } }),
            written by service dns, perMachine, on a (see above)
          dns:::b
            endpoint = { url: "forced" }
              at troupe.ts:8:26 │ exports: mkExports({ endpoint: { url: machine.name } }),
              at troupe.ts:15:44 │ endpoint: { url: mkForce("forced") } } },
            written by service dns, perMachine, on b
              because role server of instance i names b
                at troupe.ts:16:72 │ "b"] } } } });


    export "dns:::b": endpoint.url
      "forced"

    Definitions
      wins, mkForce (50), the inventory's exports
        at troupe.ts:15:56
          15 │   exports: { ":::": { x: 1 }, "dns:::b": { endpoint: { url: mkForce("forced") } } },
             │                                                        ^
      loses, plain (100), perMachine of service "dns" (machine b), exports:
        "b"
        at troupe.ts:8:38
           8 │     exports: mkExports({ endpoint: { url: machine.name } }),
             │                                      ^


    export ":::": x
      1

    Definitions
      wins, plain (100), the inventory's exports
        at troupe.ts:15:23
          15 │   exports: { ":::": { x: 1 }, "dns:::b": { endpoint: { url: mkForce("forced") } } },
             │                       ^"
  `);
});

test("--json has everything, with places", async () => {
  const project = testProject({ "troupe.ts": script });
  const { stdout } = await project.troupe(["explain", "bob", "environment.etc.web.url.text", "--json"]);
  const { path, definitions, contributors, exports, diagnostics } = JSON.parse(stdout) as Record<
    string,
    Record<string, { readonly reads?: unknown }>
  >;
  const reads = Object.entries(contributors!).map(([origin, contributor]) => [origin, contributor.reads]);
  expect({ path, definitions, reads, exports: Object.keys(exports!), diagnostics }).toMatchInlineSnapshot(`
    {
      "definitions": [
        {
          "outcome": "overridden",
          "priority": 1500,
          "site": {
            "label": "default",
          },
          "strength": "option default",
          "value": null,
        },
        {
          "outcome": "wins",
          "priority": 100,
          "site": {
            "column": 67,
            "file": "FOLDER/troupe.ts",
            "label": "instance site, role client",
            "line": 16,
            "origin": "web:site:client:bob",
            "pointer": [
              "environment",
              "etc",
              "web.url",
              "text",
            ],
          },
          "strength": "plain",
          "value": "http://192.0.2.1:81
    ",
        },
      ],
      "diagnostics": [],
      "exports": [
        "web:site:server:alice",
      ],
      "path": [
        "environment",
        "etc",
        "web.url",
        "text",
      ],
      "reads": [
        [
          "web:site:client:bob",
          [
            "web:site:server:alice",
          ],
        ],
        [
          "web:site:server:alice",
          [],
        ],
      ],
    }
  `);
});

test("explains a conflict, and exits with 1 for it", async () => {
  const project = testProject({
    "troupe.ts": script.replace('names: ["b"]', 'names: ["b"], port: 83').replace('names: ["a"]', "port: 84"),
  });
  const { status, stdout, stderr } = await project.troupe(["explain", "site/server/alice", "settings.port"]);
  expect(`exit ${status}\n${stdout}\n${stderr}`).toMatchInlineSnapshot(`
    "exit 1
    site/server/alice: settings.port
      Where it listens (a whole number from 0 to 65535)
      has no value, see below

    Definitions
      loses, default of the option (1500), service web:
        80
        at troupe.ts:8:43
           8 │       interface: { port: option(t.port, { default: 80, description: "Where it listens" }…
             │                                           ^
      loses, defaults of a tag (1100), instance site, role server, tag big, defaults:
        81
        at troupe.ts:41:36
          41 │         tags: { big: { defaults: { port: 81 }, settings: { names: ["b"], port: 83 } } },
             │                                    ^
      conflicts, plain (100), instance site, role server, tag big:
        83
        at troupe.ts:41:74
          41 │         tags: { big: { defaults: { port: 81 }, settings: { names: ["b"], port: 83 } } },
             │                                                                          ^
      conflicts, plain (100), instance site, role server, machine alice:
        84
        at troupe.ts:40:42
          40 │         machines: { alice: { settings: { port: 84 } } },
             │                                          ^
      loses, defaults of the role (1200), instance site, role server, defaults:
        82
        at troupe.ts:42:21
          42 │         defaults: { port: 82 },
             │                     ^

    error TRP1001  \`instances.site.roles.server.machines.alice.settings.port\` is set to different
      values, and nothing says which of them holds.
      at troupe.ts:40:42: 84  instance site, role server, machine alice
        40 │         machines: { alice: { settings: { port: 84 } } },
           │                                          ^
      at troupe.ts:41:74: 83  instance site, role server, tag big
        41 │         tags: { big: { defaults: { port: 81 }, settings: { names: ["b"], port: 83 } } },
           │                                                                          ^
      → Keep one of them, or say which one wins: mkForce(83) wins over the others, mkDefault(83) gives
        way to them.

    1 error"
  `);
});

test("wrong arguments", async () => {
  const project = testProject({ "troupe.ts": script });
  const told: string[] = [];
  for (const args of [
    [],
    ["alcie", "networking.hostName"],
    ["alice", "networking.hostname"],
    ["alice", "networkin.hostName"],
    ["alice", "environment.etc.web.cnf.text"],
    ["alice", "networking.hostName.first"],
    ["alice", "networking..hostName"],
    ["alice", 'environment.etc."web.conf.text'],
    ["site/server", "port"],
    ["site/server", "settings.prot"],
    ["site/sever"],
    ["sites/server"],
    ["site/client/alice"],
    ["web:site:server:bob"],
    ["web:site:server"],
    ["alice", "networking", "hostName"],
  ]) {
    const { status, stdout, stderr } = await project.troupe(["explain", ...args]);
    expect(stdout).toBe("");
    told.push(`${args.join(" ")} (exit ${status})\n${stderr}`);
  }
  expect(told.join("\n\n")).toMatchInlineSnapshot(`
    " (exit 2)
    Expected argument for subject

    alcie networking.hostName (exit 1)
    error TRP2601  There is no machine "alcie" to explain.
      → Did you mean "alice"?

    1 error

    alice networking.hostname (exit 1)
    error TRP2604  alice has no \`networking.hostname\`.
      → Did you mean "hostName"?

    1 error

    alice networkin.hostName (exit 1)
    error TRP2604  alice has no \`networkin\`.
      → Did you mean "networking"?

    1 error

    alice environment.etc.web.cnf.text (exit 1)
    error TRP2604  alice has no \`environment.etc.web\`.
      → There is: web.conf.

    1 error

    alice networking.hostName.first (exit 1)
    error TRP2604  alice has no \`networking.hostName.first\`: \`networking.hostName\` is a string.

    1 error

    alice networking..hostName (exit 1)
    error TRP2603  "networking..hostName" is not a path: a name is missing.
      → Write names with dots in between, and quotes around a name that has dots:
        environment.etc."a.conf".text

    1 error

    alice environment.etc."web.conf.text (exit 1)
    error TRP2603  "environment.etc.\\"web.conf.text" is not a path: a quote is not closed.
      → Write names with dots in between, and quotes around a name that has dots:
        environment.etc."a.conf".text

    1 error

    site/server port (exit 1)
    error TRP2604  site/server has no \`port\`.
      → Settings are below \`settings\`: settings.port

    1 error

    site/server settings.prot (exit 1)
    error TRP2604  site/server has no \`settings.prot\`.
      → Did you mean "port"?

    1 error

    site/sever (exit 1)
    error TRP2601  There is no role of instance "site" called "sever" to explain.
      → Did you mean "server"?

    1 error

    sites/server (exit 1)
    error TRP2601  There is no instance "sites" to explain.
      → Did you mean "site"?

    1 error

    site/client/alice (exit 1)
    error TRP2602  Machine "alice" does not have the role "client" in instance "site", so it has no
      settings there.
      → Its members: bob.

    1 error

    web:site:server:bob (exit 1)
    error TRP2601  There is no export "web:site:server:bob" to explain.
      → Did you mean "web:site:server:alice"?

    1 error

    web:site:server (exit 1)
    error TRP2301  "web:site:server" is not an export scope: it has 3 parts instead of the four of
      SERVICE:INSTANCE:ROLE:MACHINE.
      → Leave a part empty where it stands for all: "vpn:home::" is all of instance home.
        buildScopeKey({ … }) builds one.

    1 error

    alice networking hostName (exit 2)
    Too many arguments, expected 2 but encountered "hostName""
  `);
});
