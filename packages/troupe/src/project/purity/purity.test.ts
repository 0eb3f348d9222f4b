/** `troupe check --pure` of projects that depend on their surroundings, and of pure ones. */
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { testProject } from "../../testing/project.ts";

vi.setConfig({ testTimeout: 60_000 });

/** The diagnostics for a service with this `perInstance`, on three machines. */
async function errorText(
  perInstance: string,
  { first = "", service = "", instance = "", inventory = "" } = {},
): Promise<string> {
  const { troupe } = testProject({
    "troupe.ts": `import { defineInventory, defineService, option, system, t } from "troupe";
${first}
const etc = (text: string) => system({ environment: { etc: { a: { text } } } });
const s = defineService({
  manifest: { name: "s" },
  ${service}
  roles: {
    r: {
      interface: { port: option(t.port, { default: 80 }) },
      perInstance: ${perInstance},
    },
  },
});
export default defineInventory({ services: { s }, machines: { alice: {}, bob: {}, carol: {} }${inventory} }).instances({
  main: { service: "s", roles: { r: { tags: ["all"]${instance} } } },
});
`,
  });
  const { status, stdout, stderr } = await troupe(["check", "--pure"]);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  return stderr.replace(/\d+\.\d{5,}/g, "CHANCE");
}

describe("a value is reported that depends on", () => {
  test("chance", async () => {
    expect(await errorText("() => ({ module: etc(String(Math.random())) })")).toMatchInlineSnapshot(`
      "error TRP4020  \`environment.etc.a.text\` of machine alice is not the same when everything is
        evaluated twice: first "CHANCE", then "CHANCE".
        at troupe.ts:3:67  instance main, role r
           3 │ const etc = (text: string) => system({ environment: { etc: { a: { text } } } });
             │                                                                   ^
        The same on bob, carol.
        → Let it depend on what the project's files say and nothing else: not on the clock, random
          numbers, environment variables, the current folder, the user, or what ran before.

      1 error"
    `);
  });

  test("the clock", async () => {
    expect(await errorText("() => ({ module: etc(new Date().toISOString()) })")).toMatch(
      /`environment\.etc\.a\.text` of machine alice/,
    );
    expect(await errorText("() => ({ module: etc(String(Date.now())) })")).toMatch(
      /`environment\.etc\.a\.text` of machine alice/,
    );
  });

  test("the year alone", async () => {
    const text = await errorText("() => ({ module: etc(String(new Date().getFullYear())) })");
    expect(text).toMatch(/first "\d{4}", then "\d{4}"/);
  });

  test("earlier calls", async () => {
    expect(await errorText("() => ({ module: etc(`number ${++calls}`) })", { first: "let calls = 0;" }))
      .toMatchInlineSnapshot(`
      "error TRP4020  \`environment.etc.a.text\` of machine alice is not the same when everything is
        evaluated twice: first "number 1", then "number 4".
        at troupe.ts:3:67  instance main, role r
           3 │ const etc = (text: string) => system({ environment: { etc: { a: { text } } } });
             │                                                                   ^
        The same on bob, carol.
        → Let it depend on what the project's files say and nothing else: not on the clock, random
          numbers, environment variables, the current folder, the user, or what ran before.

      1 error"
    `);
  });

  test("the environment, the time zone, the locale, the user and the folder", async () => {
    for (const code of [
      'String(process.env["TZ"])',
      'String(process.env["SHELL"] ?? process.env["HOME"])',
      "String(new Date(0).getHours())",
      "(1234.5).toLocaleString()",
      "process.cwd()",
    ])
      expect(await errorText(`() => ({ module: etc(${code}) })`), code).toMatch(
        /`environment\.etc\.a\.text` of machine alice is not the same/,
      );
  });

  test("chance in the inventory's exports", async () => {
    expect(
      await errorText("() => ({})", {
        service: "exports: { id: option(t.str) },",
        inventory: ', exports: { "s:main:r:alice": { id: String(Math.random()) } }',
      }),
    ).toMatchInlineSnapshot(`
      "error TRP4020  \`id\` of the export s:main:r:alice is not the same when everything is evaluated twice:
        first "CHANCE", then "CHANCE".
        at troupe.ts:14:127  the inventory's exports
          14 │ … carol: {} }, exports: { "s:main:r:alice": { id: String(Math.random()) } } }).instances({
             │                                               ^
        → Let it depend on what the project's files say and nothing else: not on the clock, random
          numbers, environment variables, the current folder, the user, or what ran before.

      1 error"
    `);
  });

  test("chance in an export, without the readers of the export", async () => {
    expect(
      await errorText(
        `({ exports, mkExports }) => ({
        exports: mkExports({ id: String(Math.random()) }),
        module: () => etc(exports.select({}).map(({ value }) => value.id).join()),
      })`,
        { service: "exports: { id: option(t.str) }," },
      ),
    ).toMatchInlineSnapshot(`
      "error TRP4020  \`id\` of the export s:main:r:alice is not the same when everything is evaluated twice:
        first "CHANCE", then "CHANCE".
        at troupe.ts:11:30  perInstance of role "r" of service "s" (instance main, machine alice), exports
          11 │         exports: mkExports({ id: String(Math.random()) }),
             │                              ^
        The same on s:main:r:bob, s:main:r:carol.
        → Let it depend on what the project's files say and nothing else: not on the clock, random
          numbers, environment variables, the current folder, the user, or what ran before.

      1 error"
    `);
  });

  test("chance in settings, without the values that follow from the settings", async () => {
    expect(
      await errorText("({ settings }) => ({ module: etc(String(settings.port)) })", {
        instance: ", settings: { port: 1024 + Math.floor(new Date().getFullYear()) }",
      }),
    ).toMatch(
      /^error TRP4020 {2}Setting `port` of instance main, role r, machine alice [^]*The same on main\/r\/bob, main\/r\/carol\.[^]*\n1 error$/,
    );
  });

  test("chance in one of several definitions, at the place of that definition", async () => {
    const text = await errorText(
      `({ machine }) => ({
        module: [
          system({ environment: { etc: { a: { text: "fine" } } } }),
          system({ systemd: { services: { a: { script: "true" } } } }),
          system({ environment: { etc: { b: { text: machine.name + Math.random() } } } }),
        ],
      })`,
    );
    expect(text).toMatch(/`environment\.etc\.b\.text` of machine alice[^]*at troupe\.ts:14:/);
  });
});

test("a difference of the inventory is reported without its consequences", async () => {
  const { troupe } = testProject({
    "troupe.ts": `import { defineInventory } from "troupe";
export default defineInventory({
  machines: {
    alice: {},
    ["m" + String(Math.random()).slice(2, 14).padEnd(12, "0")]: {},
  },
});
`,
  });
  const { status, stderr } = await troupe(["check", "--pure"]);
  expect(status).toBe(1);
  expect(stderr.replace(/m\d{6,}/g, "mCHANCE").replace(/: \{[^]*?\}\./g, ": {…}.")).toMatchInlineSnapshot(`
    "error TRP4020  \`machines.mCHANCE\` of the inventory is there when everything is evaluated, but
      not when that is done a second time.
      at troupe.ts:5:5
         5 │     ["m" + String(Math.random()).slice(2, 14).padEnd(12, "0")]: {},
           │     ^
      → Let it depend on what the project's files say and nothing else: not on the clock, random
        numbers, environment variables, the current folder, the user, or what ran before.

    error TRP4020  \`machines.mCHANCE\` of the inventory is only there when everything is evaluated
      a second time: {"class":"linux","tags":["all","linux"],"address":null,"depl….
      at troupe.ts:3:3
         3 │   machines: {
           │   ^
      → Let it depend on what the project's files say and nothing else: not on the clock, random
        numbers, environment variables, the current folder, the user, or what ran before.

    2 errors"
  `);
});

test("a problem of the second evaluation alone is reported", async () => {
  const { troupe } = testProject({
    motd: "Welcome!",
    "troupe.ts": `import { readFileSync } from "node:fs";
import { defineInventory, system } from "troupe";
const text = readFileSync("motd", "utf8");
export default defineInventory({ machines: { alice: { module: system({ environment: { etc: { motd: { text } } } }) } } });
`,
  });
  const { status, stderr } = await troupe(["check", "--pure"]);
  expect(status).toBe(1);
  expect(stderr).toMatchInlineSnapshot(`
    "error TRP4021  When everything is evaluated a second time, there is a problem that was not there the
      first time: troupe.ts fails when it is loaded: Error: ENOENT: no such file or directory, open
      'motd'
      at troupe.ts:3:14
         3 │ const text = readFileSync("motd", "utf8");
           │              ^
      → Let it depend on what the project's files say and nothing else: not on the clock, random
        numbers, environment variables, the current folder, the user, or what ran before.

    1 error"
  `);
});

test("a second evaluation that exits early is reported", async () => {
  const { troupe } = testProject({
    "troupe.ts": `import { defineInventory } from "troupe";
if (process.env["USER"] === "nobody" && process.cwd() === "/") process.exit(7);
export default defineInventory({ machines: { alice: {} } });
`,
  });
  const { stderr } = await troupe(["check", "--pure"]);
  expect(stderr).toMatchInlineSnapshot(`
    "error TRP4022  The process that evaluates everything a second time ended with status 7 before it was
      done.
      → Look for process.exit in the project. If there is none, there may have been too little memory:
        it takes twice as much as without --pure.

    1 error"
  `);
});

test("a project with errors is evaluated once, and its errors are reported", async () => {
  const { troupe } = testProject({ "troupe.ts": "export default 7;\n" });
  const { status, stderr } = await troupe(["check", "--pure"]);
  expect({ status, code: stderr.slice(0, 13) }).toEqual({ status: 1, code: "error TRP4007" });
});

describe("a pure project", () => {
  const folder = join(import.meta.dirname, "../../../../../examples/kvstore");

  test("is reported as pure", async () => {
    const { status, stdout, stderr } = await testProject().troupe(["check", "--pure", "-C", folder]);
    expect({ status, stdout, stderr }).toMatchInlineSnapshot(`
      {
        "status": 0,
        "stderr": "",
        "stdout": "✓ 3 machines, 1 service, 2 instances, 8 exports: no errors (TIME)
      ✓ Evaluated once more in different surroundings: nothing differs (TIME)",
      }
    `);
  });

  test("is reported as pure in JSON", async () => {
    const { stdout } = await testProject().troupe(["check", "--pure", "--json", "-C", folder]);
    expect(JSON.parse(stdout)).toMatchObject({ pure: true, diagnostics: [] });
  });
});
