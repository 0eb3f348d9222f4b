import { gzipSync } from "node:zlib";
import { parseReply, printManifest } from "@troupe/linux";
import { formatDiagnostic } from "@troupe/modules";
import { definePackage, type SystemFragment } from "@troupe/vocabulary";
import { describe, expect, it } from "vitest";
import { demoService, desire, labTarget } from "../../../deploy/testing/lab-machines.ts";
import { describeReason } from "../../../deploy/describe.ts";
import { readHostState } from "../state.ts";
import { planMachine } from "./plan-machine.ts";
import { planOffline } from "../../../deploy/plan.ts";
import type { MachinePlan } from "../../../deploy/model/plan.ts";
import type { DesiredLinux } from "../desired.ts";

const target = labTarget("alice", { user: "root", host: "192.0.2.1" });
const machine = (config: SystemFragment, settings = {}) => desire(target, config, settings);
const pack = (text: string): string => gzipSync(text).toString("base64");

const noConsent = { adopt: new Set<string>(), removals: new Set<string>() };

/** What a machine answers that runs `has`. */
function answer(has: DesiredLinux | undefined, ...lines: string[]): string {
  return [
    "troupe-agent\t1",
    "system\tdebian\t12\tDebian GNU/Linux 12 (bookworm)",
    "systemd\t252",
    "apt",
    `current\t${has?.generation.id ?? "-"}`,
    ...(has === undefined
      ? []
      : [
          `manifest\t${pack(printManifest(has.generation.manifest))}`,
          `provenance\t${pack(JSON.stringify(has.provenance))}`,
        ]),
    "group\troot:x:0:",
    ...lines,
    "end\tok\n",
  ].join("\n");
}

/** The plan for a machine that runs `has`, all of whose old files could be fetched. */
function planFrom(
  has: DesiredLinux | undefined,
  wants: DesiredLinux,
  lines: readonly string[] = [],
  adopt: readonly string[] = [],
  removals: readonly string[] = [],
): MachinePlan {
  const host = readHostState(parseReply(answer(has, ...lines))!);
  const tree = new Map([...(has?.generation.files ?? [])].map(([path, file]) => [path, file.bytes]));
  return planMachine(
    wants,
    host,
    { tree, etc: new Map([["motd", Buffer.from("by hand\n")]]) },
    { adopt: new Set(adopt), removals: new Set(removals) },
  );
}

/** The changes as people could read them. */
const readable = (plan: MachinePlan) =>
  plan.changes.map(
    (change) =>
      `${change.action} ${change.kind} ${change.name}: ${[...(change.notes ?? []), ...change.why.map(describeReason)].join("; ")}`,
  );

const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });

describe("the plan", () => {
  it("of a machine without a generation", async () => {
    const wants = machine({
      ...demoService("kv", 1),
      environment: {
        systemPackages: [redis],
        etc: { motd: { text: "hello\n" }, "kv.conf": { text: "x\n", mode: "0400", user: "kv", group: "kv" } },
      },
      users: { users: { kv: { isSystemUser: true, group: "kv", extraGroups: ["adm"] } }, groups: { kv: {} } },
      networking: { hostName: "alice", hosts: { "192.0.2.7": ["printer"] } },
      healthChecks: { up: { script: "true", description: "It runs" } },
    });
    const plan = planFrom(undefined, wants, ["missing\tredis-server", "available\tredis-server", "lists"]);
    expect(plan).toMatchObject({
      status: "new",
      expects: null,
      units: { start: ["kv.service"] },
      packages: { install: ["redis-server"] },
      diagnostics: [],
    });
    expect(readable(plan)).toMatchInlineSnapshot(`
      [
        "add hostname alice: instance one, role server: joined",
        "add host 127.0.1.1: alice; instance one, role server: joined",
        "add host 192.0.2.7: printer; instance one, role server: joined",
        "add group kv: instance one, role server: joined",
        "add user kv: shell /usr/sbin/nologin; in the group adm; instance one, role server: joined",
        "add package redis-server: its own units stay off; instance one, role server: joined",
        "add etc /etc/kv.conf: mode 0400 kv:kv; instance one, role server: joined",
        "add etc /etc/motd: instance one, role server: joined",
        "add unit kv.service: wanted by multi-user.target; instance one, role server: joined",
        "add health up: It runs; within 30 seconds; instance one, role server: joined",
      ]
    `);
    expect((await planOffline([wants])).machines[0]!.changes).toEqual(plan.changes);
  });

  it("of a machine with another generation, down to the lines of its files", () => {
    const [has, wants] = [1, 2].map((version) =>
      machine(
        { ...demoService("kv", version), environment: { etc: { motd: { text: `a\nb\nversion ${version}\n` } } } },
        { version },
      ),
    );
    const plan = planFrom(has, wants!);
    expect(plan).toMatchObject({
      status: "change",
      expects: has!.generation.id,
      units: { restart: ["kv.service"], start: [], stop: [] },
    });
    expect(readable(plan)).toMatchInlineSnapshot(`
      [
        "change etc /etc/motd: instance one, role server: its settings changed: version 1 → 2",
        "change unit kv.service: instance one, role server: its settings changed: version 1 → 2",
      ]
    `);
    expect(plan.changes[0]!.diff).toMatchInlineSnapshot(`
      "--- /etc/motd
      +++ /etc/motd
      @@ -1,3 +1,3 @@
       a
       b
      -version 1
      +version 2
      "
    `);
  });

  it("from which things go away: data and packages stay, users stay", () => {
    const has = machine({
      environment: { systemPackages: [redis] },
      systemd: {
        services: {
          kv: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: "/bin/true", StateDirectory: "kv" } },
        },
      },
      users: { users: { ann: { isNormalUser: true, extraGroups: ["sudo"] } } },
    });
    const plan = planFrom(has, machine({}));
    expect(readable(plan)).toMatchInlineSnapshot(`
      [
        "remove user ann: the account stays on the machine; leaves the group sudo; instance one, role server: its service's code changed",
        "remove unit kv.service: instance one, role server: its service's code changed",
      ]
    `);
    expect(plan).toMatchObject({
      units: { stop: ["kv.service"] },
      packages: { install: [], unneeded: ["redis-server"] },
      leftBehind: [{ directory: "/var/lib/kv", unit: "kv.service" }],
    });
  });

  it("of a machine with the generation and manual changes", () => {
    const same = machine({ ...demoService("kv", 1), environment: { etc: { motd: { text: "hello\n" } } } });
    const host = (...lines: string[]) =>
      readHostState(
        parseReply(
          `troupe-agent\t1\ncurrent\t${same.generation.id}\n${lines.map((line) => `${line}\n`).join("")}end\tok\n`,
        )!,
      );
    const contents = { tree: new Map(), etc: new Map([["motd", Buffer.from("by hand\n")]]) };
    expect(planMachine(same, host(), contents, noConsent)).toMatchObject({ status: "same", changes: [], drift: [] });
    const drifted = planMachine(
      same,
      host("drift\tetc\tmotd\tcontent", "drift\thosts", "unit\tkv.service\tloaded\tfailed\tfailed\texit-code"),
      contents,
      noConsent,
    );
    expect(drifted).toMatchObject({ status: "drift", units: { start: ["kv.service"] } });
    expect(drifted.drift).toMatchInlineSnapshot(`
      [
        {
          "diff": "--- /etc/motd
      +++ /etc/motd
      @@ -1,1 +1,1 @@
      -by hand
      +hello
      ",
          "how": "has other content",
          "kind": "etc",
          "name": "/etc/motd",
        },
        {
          "how": "has other lines between Troupe's marks",
          "kind": "hosts",
          "name": "/etc/hosts",
        },
        {
          "how": "is failed",
          "kind": "unit",
          "name": "kv.service",
        },
      ]
    `);
  });

  it("of a machine with files that conflict", () => {
    const wants = machine({
      ...demoService("kv", 1),
      environment: { etc: { motd: { text: "hello\n" }, "a/b": { text: "" } } },
    });
    const lines = [
      "foreign\tmotd\tfile\tabc\t0644\troot\troot",
      "foreign\tsystemd/system/kv.service\tlink\t-\t0777\troot\troot",
      "foreign\ta\tfile\tabc\t0644\troot\troot",
    ];
    const plan = planFrom(undefined, wants, lines);
    expect(plan.status).toBe("conflict");
    expect(plan.diagnostics.map(formatDiagnostic)).toMatchInlineSnapshot(`
      [
        "TRP5101 The configuration puts a file at /etc/motd on alice, where there is a file that Troupe did not write.
        hint: Move it away or change the configuration; or take it over with --adopt /etc/motd: the original is kept, and given back when Troupe's file goes away.",
        "TRP5102 The configuration declares kv.service, but /etc/systemd/system/kv.service on alice, which Troupe did not write, would win over it.
        hint: Remove that file, or have it put aside with --adopt /etc/systemd/system/kv.service; it is given back when the unit is no longer declared.",
        "TRP5106 The configuration puts files below /etc/a on alice, which is not a directory.
        hint: Move it away on the machine, or change the configuration.",
      ]
    `);
    expect(plan.conflicts[0]!.diff).toContain("-by hand\n+hello\n");
    const adopting = planFrom(undefined, wants, lines, ["motd", "systemd/system/kv.service", "a"]);
    expect(adopting).toMatchObject({
      status: "conflict",
      adopt: ["motd", "systemd/system/kv.service"],
      conflicts: [{ path: "/etc/a" }],
    });
    expect(planFrom(undefined, wants, lines.slice(0, 2), ["motd", "systemd/system/kv.service"]).status).toBe("new");
  });

  it("of a machine with users that exist already", () => {
    const wants = machine({
      users: {
        users: { ann: { isNormalUser: true, uid: 1000, home: "/home/ann", shell: "/bin/bash", extraGroups: ["adm"] } },
      },
    });
    const known = (uid: number) => [
      `passwd\tann:x:${uid}:100:Ann:/home/ann:/bin/sh`,
      "group\tusers:x:100:",
      "group\tadm:x:4:",
    ];
    expect(readable(planFrom(undefined, wants, known(1000)))).toMatchInlineSnapshot(`
      [
        "change user ann: shell /bin/sh → /bin/bash; joins the group adm; instance one, role server: joined",
      ]
    `);
    const blocked = planFrom(undefined, wants, known(1234));
    expect(blocked.status).toBe("blocked");
    expect(blocked.diagnostics.map(formatDiagnostic)).toMatchInlineSnapshot(`
      [
        "TRP5103 The configuration gives the user ann the id 1000, but on alice it exists with the id 1234. Troupe never changes an id: files belong to it.
        at instance one, role server
        hint: Declare the id 1234, or none, or change it on the machine together with its files.",
      ]
    `);
  });

  it("of a machine that cannot install packages, or does not know them", () => {
    const wants = machine({ environment: { systemPackages: [redis] } });
    const problems = (...lines: string[]) =>
      planFrom(undefined, wants, ["missing\tredis-server", ...lines]).diagnostics.map(
        ({ code, blocks }) => `${code} ${blocks}`,
      );
    expect(problems("lists")).toEqual(["TRP5105 nothing"]);
    expect(problems()).toEqual([]);
    const noApt = answer(undefined, "missing\tredis-server").replace("apt\n", "");
    expect(
      planMachine(wants, readHostState(parseReply(noApt)!), { tree: new Map(), etc: new Map() }, noConsent),
    ).toMatchObject({
      status: "blocked",
      diagnostics: [{ code: "TRP5104" }],
    });
  });

  it("whose missing packages come with others, and exclude some: removals need consent", () => {
    const wants = machine({ environment: { systemPackages: [redis] } });
    const lines = [
      "missing\tredis-server",
      "available\tredis-server",
      "lists",
      "package\tinstall\tredis-server\t-\t7",
      "package\tinstall\tlibjemalloc2\t-\t5",
      "package\tupgrade\tlibc6\t2.36\t2.37",
      "package\tremove\tvalkey\t8\t-",
      "package\tremove\t-o=x\t8\t-",
      "package\tpurge\tx\t8\t-",
    ];
    const refused = planFrom(undefined, wants, lines);
    expect([refused.status, ...refused.diagnostics.map(formatDiagnostic)]).toMatchInlineSnapshot(`
      [
        "blocked",
        "TRP5120 To install redis-server on alice, apt would remove valkey.
        hint: Declare packages that do not exclude it, or accept the removal with --allow-removal valkey. A rollback does not bring back packages.",
      ]
    `);
    const accepted = planFrom(undefined, wants, lines, [], ["valkey"]);
    expect([accepted.status, accepted.packages, accepted.diagnostics]).toMatchInlineSnapshot(`
      [
        "new",
        {
          "dependencies": [
            "libjemalloc2",
          ],
          "install": [
            "redis-server",
          ],
          "removals": [
            "valkey",
          ],
          "unneeded": [],
          "upgrades": [
            {
              "from": "2.36",
              "name": "libc6",
              "to": "2.37",
            },
          ],
        },
        [],
      ]
    `);
    expect(planFrom(undefined, wants, lines, [], ["other"]).status).toBe("blocked");
  });

  it("whose missing packages apt cannot install says so in the words of apt", () => {
    const wants = machine({ environment: { systemPackages: [redis] } });
    const { diagnostics } = planFrom(undefined, wants, [
      "missing\tredis-server",
      "available\tredis-server",
      "unresolved\tE: Unable to correct problems, you have held broken packages.",
    ]);
    expect(diagnostics.map(formatDiagnostic)).toMatchInlineSnapshot(`
      [
        "TRP5121 apt on alice finds no way to install redis-server. Applying updates its lists first; if there is no way either then, nothing changes.
        E: Unable to correct problems, you have held broken packages.",
      ]
    `);
  });

  it("that runs the generation without one of its packages names what comes with it", () => {
    const same = machine({ environment: { systemPackages: [redis] } });
    const host = readHostState(
      parseReply(
        `troupe-agent\t1\napt\ncurrent\t${same.generation.id}\ndrift\tpackage\tredis-server\npackage\tremove\tvalkey\t8\t-\nend\tok\n`,
      )!,
    );
    expect(planMachine(same, host, { tree: new Map(), etc: new Map() }, noConsent)).toMatchObject({
      status: "blocked",
      packages: { install: ["redis-server"], removals: ["valkey"] },
      diagnostics: [{ code: "TRP5120" }],
    });
  });

  it("on which a switch is not confirmed: it starts from what was there before", () => {
    const [has, wants] = [machine(demoService("kv", 1)), machine(demoService("kv", 2))];
    const lines = answer(has).replace(
      `current\t${has.generation.id}`,
      `current\tffff\npending\tffff\t${has.generation.id}\tconfirm\t17\tann@desk`,
    );
    const plan = planMachine(wants, readHostState(parseReply(lines)!), { tree: new Map(), etc: new Map() }, noConsent);
    expect(plan).toMatchObject({
      status: "change",
      expects: has.generation.id,
      pending: { to: "ffff", from: has.generation.id, secondsLeft: 17, by: "ann@desk" },
    });
  });

  it("is JSON", () => {
    const plan = planFrom(undefined, machine(demoService("kv", 1)));
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});
