import { expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";
import { explainedScript } from "../testing/explained-project.ts";

test("explain --json has definitions, contributors and exports with places", async () => {
  const project = testProject({ "troupe.ts": explainedScript });
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

test("explain shows a conflict, and exits with 1", async () => {
  const project = testProject({
    "troupe.ts": explainedScript.replace('names: ["b"]', 'names: ["b"], port: 83').replace('names: ["a"]', "port: 84"),
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

test("explain reports wrong arguments", async () => {
  const project = testProject({ "troupe.ts": explainedScript });
  const reports: string[] = [];
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
    reports.push(`${args.join(" ")} (exit ${status})\n${stderr}`);
  }
  expect(reports.join("\n\n")).toMatchInlineSnapshot(`
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
