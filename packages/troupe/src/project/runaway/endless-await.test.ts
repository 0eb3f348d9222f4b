import { describe, expect, test, vi } from "vitest";
import { testProject } from "../../testing/project.ts";

vi.setConfig({ testTimeout: 60_000 });

async function errorText(files: { readonly [file: string]: string }): Promise<string> {
  const { status, stderr } = await testProject(files).troupe(["check"], { env: { TROUPE_TIME_LIMIT: "0.5" } });
  expect(status).toBe(1);
  return stderr;
}

const inventory = `import { defineInventory } from "troupe";\nexport default defineInventory({ machines: { alice: {} } });\n`;

describe("an await that never settles is reported with its place", () => {
  test("if the event loop is empty", async () => {
    expect(await errorText({ "troupe.ts": `${inventory}await new Promise(() => {});\n` })).toMatchInlineSnapshot(`
      "error TRP4010  troupe.ts waits for ever: it awaits something that nothing is left to bring about.
        at troupe.ts:3:1
           3 │ await new Promise(() => {});
             │ ^
        → Remove this await, or give what it waits for an end.

      1 error"
    `);
  });

  test("in the imported module that awaits", async () => {
    expect(
      await errorText({
        "troupe.ts": `import "./a.ts";\n${inventory}await 1;\n`,
        "a.ts": 'import "./b.ts";\nimport "./c.ts";\nawait 1;\n',
        "b.ts": "export const fine: number = await Promise.resolve(1);\n",
        "c.ts":
          "const load = async () => await fetch('file:///');\nconst never: Promise<number> = new Promise(() => {});\nexport const c = await never;\n",
      }),
    ).toMatchInlineSnapshot(`
      "error TRP4010  c.ts waits for ever: it awaits something that nothing is left to bring about.
        at c.ts:3:18
           3 │ export const c = await never;
             │                  ^
        → Remove this await, or give what it waits for an end.

      1 error"
    `);
  });

  test("after the time limit, if a timer keeps the event loop busy", async () => {
    expect(
      await errorText({
        "troupe.ts": `${inventory}setInterval(() => {}, 10);\nfor await (const each of [new Promise(() => {})]) console.log(each);\n`,
      }),
    ).toMatchInlineSnapshot(`
      "error TRP4010  troupe.ts has been awaiting something for 0.5 s without getting it.
        at troupe.ts:4:1
           4 │ for await (const each of [new Promise(() => {})]) console.log(each);
             │ ^
        → If it only needs longer, give it more time, in seconds: TROUPE_TIME_LIMIT=3

      1 error"
    `);
  });

  test("together with the other awaits of the module", async () => {
    expect(await errorText({ "troupe.ts": `${inventory}await 1;\nawait new Promise(() => {});\n` }))
      .toMatchInlineSnapshot(`
      "error TRP4010  troupe.ts waits for ever: it awaits something that nothing is left to bring about.
        at troupe.ts:3:1
           3 │ await 1;
             │ ^
        at troupe.ts:4:1
           4 │ await new Promise(() => {});
             │ ^
        → Remove this await, or give what it waits for an end.

      1 error"
    `);
  });
});

test("a slow await that settles within the limit is not reported", async () => {
  const { status, stderr } = await testProject({
    "troupe.ts": `${inventory}await new Promise((done) => setTimeout(done, 1000));\n`,
  }).troupe(["check"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
