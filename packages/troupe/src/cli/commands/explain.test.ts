import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";
import { explain } from "../testing/explained-project.ts";

const example = join(import.meta.dirname, "../../../../../examples/kvstore");

describe("troupe explain MACHINE PATH", () => {
  test("leads through exports to the line of inventory.json with the setting", async () => {
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

  test("shows programs as bin(…) and list entries as [0]", async () => {
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

  test("shows the winning definition", async () => {
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

  test("shows definitions whose condition is false", async () => {
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

  test("lists the values of a group", async () => {
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

  test("lists all defined values without a path", async () => {
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
  test("shows the definitions of settings", async () => {
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
