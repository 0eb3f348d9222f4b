/** Mistakes in files and on the command line, each with the whole output of the command. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testProject } from "../testing/project.ts";
import { commandOutput, errorText } from "./testing/store-project.ts";

test("12. JSON that is not valid", async () => {
  const project = testProject({
    "inventory.json": '{\n  "machines": {\n    "alice": { "tags": ["home"] }\n    "bob": {}\n  }\n}\n',
  });
  expect(commandOutput(await project.troupe(["check"]))).toMatchInlineSnapshot(`
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
  expect(commandOutput(await project.troupe(["check"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP1002  \`machines.alice.tags\` must be a list of strings, but is "home".
      at inventory.json:3:16: "home"
         3 │     "alice": { "tags": "home" }
           │                ^
      → Write a list: ["home"].

    1 error"
  `);
});

test("12c. JSON that other programs read as another value", async () => {
  const project = testProject({
    "inventory.json": '{\n  "machines": { "a": { "tags": [] } },\n  "machines": { "b": { "tags": [1e99] } }\n}\n',
  });
  for (const command of [["check"], ["import", "inventory.json"]]) {
    expect(commandOutput(await project.troupe(command))).toMatchInlineSnapshot(`
      "exit 1
      error TRP4015  \`machines\` is defined twice in one JSON file.
        at inventory.json:2:3
           2 │   "machines": { "a": { "tags": [] } },
             │   ^
        at inventory.json:3:3
           3 │   "machines": { "b": { "tags": [1e99] } }
             │   ^
        → Remove all but one: a JSON parser takes the last one, whatever the others say.

      error TRP4016  The number 1e99 is beyond 9007199254740991, the largest that is read exactly.
        at inventory.json:3:33
           3 │   "machines": { "b": { "tags": [1e99] } }
             │                                 ^
        → If the option accepts text, write it in quotes: "1e99".

      2 errors"
    `);
  }
  writeFileSync(join(project.folder, "inventory.json"), Buffer.from('{ "tags": { "caf\xe9": [] } }\n', "latin1"));
  expect(commandOutput(await project.troupe(["check"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP4017  inventory.json is not UTF-8: the byte 0xE9 belongs to no character.
      at inventory.json:1:17
         1 │ { "tags": { "caf�": [] } }
           │                 ^
      → Save it in the encoding UTF-8.

    1 error"
  `);
  project.write({ "inventory.json": `{ "tags": ${"[".repeat(20_000)}${"]".repeat(20_000)} }\n` });
  for (const command of [["check"], ["import", "inventory.json"]]) {
    expect(commandOutput(await project.troupe(command))).toMatchInlineSnapshot(`
      "exit 1
      error TRP4018  This JSON is nested too deeply: it has more than 200 levels.
        at inventory.json:1:210
           1 │ …[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…
             │                               ^

      1 error"
    `);
  }
});

test("13. TypeScript that is not valid", async () => {
  const project = testProject({
    "troupe.ts":
      'import { defineInventory } from "troupe";\n\nexport default defineInventory({\n  machines: { alice: {},, },\n});\n',
  });
  expect(commandOutput(await project.troupe(["check"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP4003  This is not valid TypeScript: Unexpected token \`,\`. Expected identifier, string
      literal, numeric literal or [ for the computed key.
      at troupe.ts:4:25
         4 │   machines: { alice: {},, },
           │                         ^

    1 error"
  `);
});

test("14. a problem on many machines is reported once", async () => {
  const machines = Array.from(
    { length: 30 },
    (_, index) => `m${index}: { address: "192.0.2.${index + 1}", tags: ["home"] }`,
  ).join(", ");
  const instance = `{ service: "store", roles: { server: { machines: ["m0"], settings: { port: 80 } }, client: { tags: ["home"] } } }`;
  const failing = (await errorText(instance, { machines, scope: '"].url + (undefined as never)["' })).split("\n");
  expect(failing.filter((line) => /^error|The same|1 error/.test(line))).toMatchInlineSnapshot(`
    [
      "error TRP2501  module in perInstance of role "client" of service "store" (instance main, machine m0)",
      "  The same for m1, m10, m11, m12, m13, m14 and 23 more.",
      "1 error",
    ]
  `);
});

test("15. the place of a problem is its part of a service, of a list, or of mkMerge", async () => {
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
  expect(commandOutput(await project.troupe(["check"]))).toMatchInlineSnapshot(`
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

test("16. a tag in place of a machine, and a machine in place of a tag", async () => {
  expect(await errorText(`{ service: "store", roles: { server: { machines: ["home"], settings: { port: 80 } } } }`))
    .toMatchInlineSnapshot(`
    "exit 1
    error TRP2001  There is no machine "home", but role "server" of instance "main" names it.
      at troupe.ts:21:59
        21 │ … { service: "store", roles: { server: { machines: ["home"], settings: { port: 80 } } } },
           │                                                     ^
      → "home" is a tag: name it under \`tags\`.

    1 error"
  `);
  const project = testProject({
    "inventory.json": '{ "machines": { "alice": { "tags": ["home"], "address": "192.0.2.1" } } }',
  });
  expect(commandOutput(await project.troupe(["plan", "--on", "home"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP6001  There is no machine "home".
      → Machines with that tag are tag:home.

    1 error"
  `);
});

test("a folder without a project", async () => {
  expect(commandOutput(await testProject().troupe(["check"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP4001  There is no troupe.ts and no inventory.json in FOLDER.
      → Go to the folder of the project, name it with -C FOLDER, or begin one with: troupe init

    1 error"
  `);
});

test("an unknown command and an unknown flag", async () => {
  const project = testProject();
  expect(commandOutput(await project.troupe(["chekc"]))).toMatchInlineSnapshot(`
    "exit 2
    No command registered for \`chekc\`, did you mean \`check\`?"
  `);
  expect(commandOutput(await project.troupe(["check", "--jsno"]))).toMatchInlineSnapshot(`
    "exit 2
    No flag registered for --jsno, did you mean --json?"
  `);
});

test("check --json prints the diagnostics as JSON", async () => {
  const project = testProject({ "inventory.json": '{ "machines": { "alice": { "tags": 1 } } }' });
  const { status, stdout, stderr } = await project.troupe(["check", "--json"]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; path: string; marks: { site: { line: number; column: number } }[] }[];
  };
  expect(
    diagnostics.map(({ code, path, marks }) => ({
      code,
      path,
      line: marks[0]!.site.line,
      column: marks[0]!.site.column,
    })),
  ).toEqual([{ code: "TRP1002", path: "machines.alice.tags", line: 1, column: 28 }]);
});
