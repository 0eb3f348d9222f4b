/** The output of `troupe check --watch` while a project is edited. */
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { testProject } from "../../testing/project.ts";

vi.setConfig({ testTimeout: 60_000 });

const service = (text: string) => `import { defineService, option, system, t } from "troupe";
export const motd = defineService({
  manifest: { name: "motd" },
  roles: {
    r: {
      interface: { name: option(t.str, { default: "you" }) },
      perInstance: ({ settings }) => ({ module: system({ environment: { etc: { motd: { text: \`${text}\` } } } }) }),
    },
  },
});
`;

const files = {
  "motd.ts": service("Hello ${settings.name}!"),
  "troupe.ts": `import { defineInventory } from "troupe";
import { motd } from "./motd.ts";
export default defineInventory({ services: { motd }, machines: { alice: {}, bob: {}, carol: {} } }).instances({
  main: { service: "motd", roles: { r: { machines: ["alice", "bob"] } } },
});
`,
};

/** A line of --json. */
interface Line {
  readonly time: string;
  readonly changed: readonly string[];
  readonly changes?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly differences: readonly unknown[];
  }[];
  readonly diagnostics: readonly { readonly code: string }[];
}

test("check --watch prints each change with its effect on the machines", async () => {
  const { write, start } = testProject(files);
  const { until, interrupt, whileSuspended } = start(["check", "--watch"]);
  await until(/Watching/);
  write({ "motd.ts": service("Good day, ${settings.name}!") });
  await until(/motd\.ts: /);
  write({ "troupe.ts": `${files["troupe.ts"]}// nothing` });
  await until(/troupe\.ts: /);
  whileSuspended(() =>
    write({
      "motd.ts": service("Hello ${settings.nam}!"),
      "inventory.json": '{ "instances": { "main": { "roles": { "r": { "settings": { "name": "all" } } } } } }\n',
    }),
  );
  await until(/inventory\.json.*: /);
  write({ "motd.ts": service("Hello ${settings.name}!") });
  await until(/motd\.ts: .* machines/);
  const { status, stdout } = await interrupt();
  expect(status).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "HH:MM:SS ✓ 3 machines, no errors (TIME)
    HH:MM:SS ✓ motd.ts: 2 of 3 machines change (TIME)
      alice, bob
        ~ environment.etc.motd.text: "Hello you!" → "Good day, you!"
    HH:MM:SS ✓ troupe.ts: no machine changes (TIME)
    HH:MM:SS ✓ inventory.json, motd.ts: 2 of 3 machines change (TIME)
      alice, bob
        ~ environment.etc.motd.text: "Good day, you!" → "Hello undefined!"
    HH:MM:SS ✓ motd.ts: 2 of 3 machines change (TIME)
      alice, bob
        ~ environment.etc.motd.text: "Hello undefined!" → "Hello all!""
  `);
});

test("check --watch compares with the last evaluation without errors, and reports a broken file", async () => {
  const project = testProject(files);
  const { until, interrupt } = project.start(["check", "--watch", "--json"]);
  const next = async () => JSON.parse(await until(/^\{/)) as Line;
  expect(await next()).toMatchObject({ changed: [], diagnostics: [] });
  project.write({ "motd.ts": "export const motd = {;\n" });
  expect(await next()).toMatchObject({ changed: ["motd.ts"], diagnostics: [{ code: "TRP4003" }] });
  rmSync(join(project.folder, "motd.ts"));
  expect(await next()).toMatchObject({ changed: ["motd.ts"], diagnostics: [{ code: "TRP4005" }] });
  project.write({ new: service("Bye!") });
  renameSync(join(project.folder, "new"), join(project.folder, "motd.ts"));
  expect(await next()).toMatchObject({
    changed: ["motd.ts"],
    changes: ["alice", "bob"].map((name) => ({
      name,
      kind: "changed",
      differences: [{ path: ["environment", "etc", "motd", "text"], before: "Hello you!", after: "Bye!" }],
    })),
    diagnostics: [],
  });
  project.write({ "inventory.json": '{ "machines": { "dave": {} } }\n' });
  expect(await next()).toMatchObject({
    changed: ["inventory.json"],
    changes: [{ name: "dave", kind: "added", differences: [] }],
  });
  rmSync(join(project.folder, "inventory.json"));
  expect(await next()).toMatchObject({ changed: ["inventory.json"], changes: [{ name: "dave", kind: "removed" }] });
  expect(await interrupt()).toMatchObject({ status: 0, stderr: "" });
});

test("check --watch terminates endless code, and checks again with the next change", async () => {
  const project = testProject(files);
  const { until, interrupt } = project.start(["check", "--watch", "--json"], { env: { TROUPE_TIME_LIMIT: "0.5" } });
  const next = async () => JSON.parse(await until(/^\{/)) as Line;
  await next();
  project.write({ "motd.ts": service("${(() => { for (;;) ; })()}") });
  expect(await next()).toMatchObject({ diagnostics: [{ code: "TRP4009" }] });
  project.write({ "motd.ts": `${service("")}for (;;) ;\n` });
  const [problem] = (await next()).diagnostics;
  expect(problem).toMatchObject({
    code: "TRP4009",
    message: "Code in motd.ts has been running for 0.5 s and does not come to an end.",
  });
  project.write({ "motd.ts": service("Bye!") });
  expect(await next()).toMatchObject({ diagnostics: [], changes: [{ name: "alice" }, { name: "bob" }] });
  expect(await interrupt()).toMatchObject({ status: 0, stderr: "" });
});

test("check --watch computes every value again after the termination of a loop within a value", async () => {
  const chain = (end: string) => `import { defineService, lazy } from "troupe";
export const motd = defineService({
  manifest: { name: "motd" },
  roles: { r: { perInstance: () => ({
    linuxModule: ({ config }) => {
      const after = (index: number) => config.environment.etc["f" + (index + 1)]!.text!;
      const text = (index: number) => lazy(() => (index === 1500 ? ${end} : after(index)));
      return { environment: { etc: Object.fromEntries(Array.from({ length: 1501 }, (_, index) => ["f" + index, { text: text(index) }])) } };
    },
  }) } },
});
`;
  const project = testProject({ ...files, "motd.ts": chain('"end"') });
  const { until, interrupt } = project.start(["check", "--watch", "--json"], { env: { TROUPE_TIME_LIMIT: "2" } });
  const next = async () => JSON.parse(await until(/^\{/)) as Line;
  expect(await next()).toMatchObject({ diagnostics: [] });
  project.write({ "motd.ts": chain("(() => { for (;;) ; })()") });
  expect((await next()).diagnostics.map(({ code }) => code)).toEqual(["TRP4009"]);
  project.write({ "motd.ts": chain('"end"') });
  expect(await next()).toMatchObject({ diagnostics: [] });
  expect(await interrupt()).toMatchObject({ status: 0, stderr: "" });
});

test("check refuses --watch together with --pure", async () => {
  const { stderr, status } = await testProject(files).troupe(["check", "--watch", "--pure"]);
  expect(status).toBe(1);
  expect(stderr).toMatchInlineSnapshot(`
    "error TRP6009  --watch and --pure do not go together.
      → troupe check --pure is for once in a while, and for CI.

    1 error"
  `);
});

test("check --watch reports a machine that moves to another cluster, with the values that change", async () => {
  const line = `"cache": { "facts": { "ips": { "eth0": ["192.0.2.3"] } } }`;
  const inventory = (north: string, south: string) => `{
  "meta": { "domain": "example.com" },
  "clusters": {
    "north": { "users": { "ann": { "isNormalUser": true } }, "machines": { ${north} } },
    "south": { "machines": { ${south} } }
  }
}
`;
  const { write, start } = testProject({
    "inventory.json": inventory(`"web": { "facts": { "ips": {} } }, ${line}`, `"db": { "facts": { "ips": {} } }`),
    "troupe.ts": `import { all, anyCluster, defineClusterService, defineInventory, system } from "troupe";
const dns = defineClusterService({
  selectors: [all()],
  roles: { hosts: [anyCluster(all())] },
  definition: ({ roles }) =>
    system({ networking: { hosts: Object.fromEntries(roles.hosts.flatMap(({ fqdn, ips }) => (ips["eth0"] ?? []).map((ip) => [ip, [fqdn]]))) } }),
});
export default defineInventory({ clusters: { north: { services: { dns } }, south: { services: { dns } } } });
`,
  });
  const { until, interrupt } = start(["check", "--watch"]);
  await until(/Watching/);
  write({
    "inventory.json": inventory(`"web": { "facts": { "ips": {} } }`, `"db": { "facts": { "ips": {} } }, ${line}`),
  });
  await until(/inventory\.json: /);
  const { stdout } = await interrupt();
  expect(stdout).toMatchInlineSnapshot(`
    "HH:MM:SS ✓ 3 machines, no errors (TIME)
    HH:MM:SS ✓ inventory.json: 4 of 4 machines change (TIME)
      cache.north  gone
      cache.south  new
      db.south, web.north
        ~ networking.hosts."192.0.2.3"."0": "cache.north.example.com" → "cache.south.example.com""
  `);
});
