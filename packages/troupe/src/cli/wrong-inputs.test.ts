/** What people get wrong, and what they are told. Each is the whole output of `troupe check`. Two more need hosts: see wrong-hosts.e2e.test.ts. */
import { expect, test } from "vitest";
import { testProject } from "../testing/project.ts";

const service = `
export const store = defineService({
  manifest: { name: "store" },
  exports: { url: option(t.str) },
  roles: {
    server: {
      interface: { port: option(t.port), size: option(t.enum(["small", "large"]), { default: "small" }) },
      perInstance: ({ machine, settings, mkExports }) => ({ exports: mkExports({ url: \`\${machine.address}:\${settings.port}\` }) }),
    },
    client: {
      perInstance: ({ exports }) => ({ module: () => system({ environment: { etc: { store: { text: exports["SCOPE"]?.url ?? "" } } } }) }),
    },
  },
});
`;

/** A project with one mistake: `instance` is what stands in the instance, the rest what differs from a good project. */
async function told(
  instance: string,
  { scope = "store:main:server:", machines = `alice: { address: "192.0.2.1", tags: ["home"] }` } = {},
): Promise<string> {
  const project = testProject({
    "troupe.ts": `import { defineInventory, defineService, option, system, t } from "troupe";
${service.replace("SCOPE", scope)}
export default defineInventory({
  services: { store },
  machines: { ${machines} },
}).instances({
  main: ${instance},
});
`,
  });
  return output(await project.troupe(["check"]));
}

function output({ status, stdout, stderr }: { readonly status: number | null; readonly stdout: string; readonly stderr: string }): string {
  expect(stderr).not.toMatch(/\n\s+at .*\.(ts|js):\d+:\d+\)?\n.*\n\s+at /); // no stack trace
  return [`exit ${status}`, ...(stdout === "" ? [] : [stdout]), ...(stderr === "" ? [] : [stderr])].join("\n");
}

test("nothing wrong", async () => {
  expect(await told(`{ service: "store", roles: { server: { machines: ["alice"], settings: { port: 80 } } } }`)).toMatchInlineSnapshot(`
    "exit 0
    ✓ 1 machine, 1 service, 1 instance, 1 export: no errors (TIME)"
  `);
});

test("1. a misspelt machine", async () => {
  expect(await told(`{ service: "store", roles: { server: { machines: { alcie: {} }, settings: { port: 80 } } } }`)).toMatchInlineSnapshot(`
    "exit 1
    error TRP2001  There is no machine "alcie", but role "server" of instance "main" names it.
      at troupe.ts:21:60
        21 │ …rvice: "store", roles: { server: { machines: { alcie: {} }, settings: { port: 80 } } } },
           │                                                 ^
      → Did you mean "alice"?

    1 error"
  `);
});

test("2. a misspelt tag", async () => {
  expect(await told(`{ service: "store", roles: { server: { tags: { hoem: {} }, settings: { port: 80 } } } }`)).toMatchInlineSnapshot(`
    "exit 1
    error TRP2002  No machine carries the tag "hoem", but role "server" of instance "main" names it. It
      adds no machine to the role.
      at troupe.ts:21:56
        21 │ … { service: "store", roles: { server: { tags: { hoem: {} }, settings: { port: 80 } } } },
           │                                                  ^
      → Did you mean "home"?

    1 error"
  `);
});

test("3. a misspelt role", async () => {
  expect(await told(`{ service: "store", roles: { sever: { machines: ["alice"] } } }`)).toMatchInlineSnapshot(`
    "exit 1
    error TRP2003  Instance "main" uses the role "sever", which service "store" does not have.
      at troupe.ts:21:38
        21 │   main: { service: "store", roles: { sever: { machines: ["alice"] } } },
           │                                      ^
      → Did you mean "server"?

    1 error"
  `);
});

test("4. a misspelt service", async () => {
  expect(await told(`{ service: "stroe", roles: { server: { machines: ["alice"] } } }`)).toMatchInlineSnapshot(`
    "exit 1
    error TRP2004  Instance "main" uses the service "stroe", which this inventory does not have.
      at troupe.ts:21:11
        21 │   main: { service: "stroe", roles: { server: { machines: ["alice"] } } },
           │           ^
      → Did you mean "store"?

    1 error"
  `);
});

test("5. a misspelt setting", async () => {
  expect(await told(`{ service: "store", roles: { server: { machines: ["alice"], settings: { prot: 80, port: 80 } } } }`))
    .toMatchInlineSnapshot(`
      "exit 1
      error TRP1003  There is no option \`instances.main.roles.server.settings.prot\`.
        at troupe.ts:21:81: 80  instance main, role server
          21 │ … "store", roles: { server: { machines: ["alice"], settings: { prot: 80, port: 80 } } } },
             │                                                                ^
        → Did you mean "port"?

      1 error"
    `);
});

test("6. a wrong value of a setting", async () => {
  expect(await told(`{ service: "store", roles: { server: { machines: ["alice"], settings: { port: 80, size: "larg" } } } }`))
    .toMatchInlineSnapshot(`
      "exit 1
      error TRP1002  \`instances.main.roles.server.settings.size\` must be one of "small", "large", but is
        "larg".
        at troupe.ts:21:91: "larg"  instance main, role server
          21 │ …ore", roles: { server: { machines: ["alice"], settings: { port: 80, size: "larg" } } } },
             │                                                                      ^
        → Did you mean "large"?

      1 error"
    `);
});

test("7. a misspelt export scope", async () => {
  expect(
    await told(
      `{ service: "store", roles: { server: { machines: ["alice"], settings: { port: 80 } }, client: { machines: ["alice"] } } }`,
      { scope: "store:main:sever:" },
    ),
  ).toMatchInlineSnapshot(`
    "exit 1
    error TRP2304  There is no role "sever", but the export scope "store:main:sever:" names it.
      at troupe.ts:12:107  instance main, role client
        12 │ …environment: { etc: { store: { text: exports["store:main:sever:"]?.url ?? "" } } } }) }),
           │                                              ^
      → Did you mean "server"?

    1 error"
  `);
});

test("8. a required setting that is missing", async () => {
  expect(await told(`{ service: "store", roles: { server: { machines: ["alice"] } } }`)).toMatchInlineSnapshot(`
    "exit 1
    error TRP1004  \`instances.main.roles.server.settings.port\` has to be set: it has no default.
      at troupe.ts:21:38  instance main, role server
        21 │   main: { service: "store", roles: { server: { machines: ["alice"] } } },
           │                                      ^
      → Set it to a whole number from 0 to 65535.

    1 error"
  `);
});

test("9. two places that set one scalar", async () => {
  expect(
    await told(`{
    service: "store",
    roles: {
      server: {
        machines: { alice: { settings: { port: 81 } } },
        settings: { port: 80 },
      },
    },
  }`),
  ).toMatchInlineSnapshot(`
    "exit 1
    error TRP1001  \`instances.main.roles.server.machines.alice.settings.port\` is set to different
      values, and nothing says which of them holds.
      at troupe.ts:26:21: 80  instance main, role server
        26 │         settings: { port: 80 },
           │                     ^
      at troupe.ts:25:42: 81  instance main, role server, machine alice
        25 │         machines: { alice: { settings: { port: 81 } } },
           │                                          ^
      → Keep one of them, or say which one wins: mkForce(81) wins over the others, mkDefault(81) gives
        way to them. Or move the value that is to give way from \`settings\` to \`defaults\`, of the role or
        of a tag.

    1 error"
  `);
});

test("10. a member of a role that has no address", async () => {
  expect(await told(`{ service: "store", roles: { server: { machines: ["alice"], settings: { port: 80 } } } }`, { machines: "alice: {}" }))
    .toMatchInlineSnapshot(`
    "exit 1
    error TRP2105  perInstance of role "server" of service "store" (instance main, machine alice) needs
      the address of machine "alice", which has none.
      at troupe.ts:19:15
        19 │   machines: { alice: {} },
           │               ^
      → Add address: "192.0.2.1" (or deploy: { targetHost: "root@192.0.2.1" }) to machines.alice.

    1 error"
  `);
});

test("11. a circle between the exports of two services", async () => {
  const project = testProject({
    "troupe.ts": `import { defineInventory, defineService, option, t } from "troupe";

const ping = defineService({
  manifest: { name: "ping" },
  exports: { port: option(t.int) },
  roles: { r: { perInstance: ({ exports, mkExports }) => ({ exports: mkExports(() => ({ port: (exports["pong:b:r:"] as { port: number }).port + 1 })) }) } },
});

const pong = defineService({
  manifest: { name: "pong" },
  exports: { port: option(t.int) },
  roles: { r: { perInstance: ({ exports, mkExports }) => ({ exports: mkExports(() => ({ port: (exports["ping:a:r:"] as { port: number }).port + 1 })) }) } },
});

export default defineInventory({ services: { ping, pong }, machines: { alice: {} } }).instances({
  a: { service: "ping", roles: { r: { machines: ["alice"] } } },
  b: { service: "pong", roles: { r: { machines: ["alice"] } } },
});
`,
  });
  expect(output(await project.troupe(["check"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP1007  \`exports."ping:a:r:alice"\` depends on itself.
      exports."ping:a:r:alice" needs exports."pong:b:r:alice"
      exports."pong:b:r:alice" needs exports."ping:a:r:alice"
      → Break the loop: one of these values must be computed without the next one.

    1 error"
  `);
});

test("12. JSON that is not valid", async () => {
  const project = testProject({ "inventory.json": '{\n  "machines": {\n    "alice": { "tags": ["home"] }\n    "bob": {}\n  }\n}\n' });
  expect(output(await project.troupe(["check"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP4002  This is not valid JSON: a "," is missing.
      at inventory.json:3:34
         3 │     "alice": { "tags": ["home"] }
           │                                  ^

    1 error"
  `);
});

test("12b. a wrong value in JSON", async () => {
  const project = testProject({ "inventory.json": '{\n  "machines": {\n    "alice": { "tags": "home" }\n  }\n}\n' });
  expect(output(await project.troupe(["check"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP1002  \`machines.alice.tags\` must be a list of strings, but is "home".
      at inventory.json:3:16: "home"
         3 │     "alice": { "tags": "home" }
           │                ^
      → Write a list: ["home"].

    1 error"
  `);
});

test("13. TypeScript that is not valid", async () => {
  const project = testProject({
    "troupe.ts": 'import { defineInventory } from "troupe";\n\nexport default defineInventory({\n  machines: { alice: {},, },\n});\n',
  });
  expect(output(await project.troupe(["check"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP4003  This is not valid TypeScript: Unexpected token \`,\`. Expected identifier, string
      literal, numeric literal or [ for the computed key.
      at troupe.ts:4:25
         4 │   machines: { alice: {},, },
           │                         ^

    1 error"
  `);
});

test("14. what goes wrong on many machines is told once", async () => {
  const machines = Array.from({ length: 30 }, (_, index) => `m${index}: { address: "192.0.2.${index + 1}", tags: ["home"] }`).join(", ");
  const instance = `{ service: "store", roles: { server: { machines: ["m0"], settings: { port: 80 } }, client: { tags: ["home"] } } }`;
  const failing = (await told(instance, { machines, scope: '"].url + (undefined as never)["' })).split("\n");
  expect(failing.filter((line) => /^error|The same|1 error/.test(line))).toMatchInlineSnapshot(`
    [
      "error TRP2501  module in perInstance of role "client" of service "store" (instance main, machine m0)",
      "  The same for m1, m10, m11, m12, m13, m14 and 23 more.",
      "1 error",
    ]
  `);
});

test("15. places are those of the very part: of a service, of a list, in mkMerge", async () => {
  const project = testProject({
    "troupe.ts": `import { defineInventory, defineService, mkMerge, system } from "troupe";

const web = defineService({
  manifest: { name: "web" },
  maxInstances: 1,
  roles: {
    server: {
      interfaces: {},
      perInstance: () => ({ module: system({ networking: mkMerge([{ domain: "home" }, { hostName: 5 }]) }) }),
    },
  },
} as never);

export default defineInventory({
  services: { web },
  machines: { alice: { address: "ssh://alice" } },
  tags: { eu: ["alice", "alcie"] },
}).instances({ main: { service: "web", roles: { server: { machines: ["alice"] } } } } as never);
`,
  });
  expect(output(await project.troupe(["check"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP2001  There is no machine "alcie", but tag "eu" names it.
      at troupe.ts:17:25
        17 │   tags: { eu: ["alice", "alcie"] },
           │                         ^
      → Did you mean "alice"?

    error TRP2106  The address of machine "alice" is "ssh://alice", which is not of the form HOST.
      at troupe.ts:16:24
        16 │   machines: { alice: { address: "ssh://alice" } },
           │                        ^
      → Write the name or the IP address alone: "192.0.2.1" or "host.example". User and port go into
        deploy.targetHost.

    error TRP2011  "maxInstances" means nothing in the definition of service "web".
      at troupe.ts:5:3  service web
         5 │   maxInstances: 1,
           │   ^
      → There are: exports, manifest, perMachine, provides, reads, roles.

    error TRP2011  "interfaces" means nothing in the role "server" of service "web".
      at troupe.ts:8:7  service web
         8 │       interfaces: {},
           │       ^
      → Did you mean "interface"?

    error TRP1002  \`networking.hostName\` must be a host name (at most 63 letters, digits, - and _), but
      is 5.
      at troupe.ts:9:89: 5  instance main, role server
         9 │ … => ({ module: system({ networking: mkMerge([{ domain: "home" }, { hostName: 5 }]) }) }),
           │                                                                     ^

    5 errors"
  `);
});

test("16. a tag and a machine that are taken for each other", async () => {
  expect(await told(`{ service: "store", roles: { server: { machines: ["home"], settings: { port: 80 } } } }`)).toMatchInlineSnapshot(`
    "exit 1
    error TRP2001  There is no machine "home", but role "server" of instance "main" names it.
      at troupe.ts:21:59
        21 │ … { service: "store", roles: { server: { machines: ["home"], settings: { port: 80 } } } },
           │                                                     ^
      → "home" is a tag: name it under \`tags\`.

    1 error"
  `);
  const project = testProject({ "inventory.json": '{ "machines": { "alice": { "tags": ["home"], "address": "192.0.2.1" } } }' });
  expect(output(await project.troupe(["plan", "--on", "home"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP6001  There is no machine "home".
      → Machines with that tag are tag:home.

    1 error"
  `);
});

test("a folder without a project", async () => {
  expect(output(await testProject().troupe(["check"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP4001  There is no troupe.ts and no inventory.json in FOLDER.
      → Go to the folder of the project, name it with -C FOLDER, or begin one with: troupe init

    1 error"
  `);
});

test("a command line that means nothing", async () => {
  const project = testProject();
  expect(output(await project.troupe(["chekc"]))).toMatchInlineSnapshot(`
    "exit 2
    No command registered for \`chekc\`, did you mean \`check\`?"
  `);
  expect(output(await project.troupe(["check", "--jsno"]))).toMatchInlineSnapshot(`
    "exit 2
    No flag registered for --jsno, did you mean --json?"
  `);
});

test("--json prints the same problems for programs", async () => {
  const project = testProject({ "inventory.json": '{ "machines": { "alice": { "tags": 1 } } }' });
  const { status, stdout, stderr } = await project.troupe(["check", "--json"]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; path: string; marks: { site: { line: number; column: number } }[] }[];
  };
  expect(diagnostics.map(({ code, path, marks }) => ({ code, path, line: marks[0]!.site.line, column: marks[0]!.site.column }))).toEqual([
    { code: "TRP1002", path: "machines.alice.tags", line: 1, column: 28 },
  ]);
});
