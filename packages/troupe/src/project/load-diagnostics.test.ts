/** Diagnostics for the files of a project: TypeScript, JSON and imports. */
import { describe, expect, test } from "vitest";
import { testProject } from "../testing/project.ts";

describe("a diagnostic reports", () => {
  const errorText = async (files: { readonly [file: string]: string }): Promise<string> => {
    const { status, stderr } = await testProject(files).troupe(["check"]);
    expect(status).toBe(1);
    return stderr;
  };

  test("TypeScript that is more than types", async () => {
    expect(await errorText({ "troupe.ts": "enum Colour { red }\nexport default Colour;\n" })).toMatchInlineSnapshot(`
      "error TRP4004  Node runs TypeScript by leaving out its types, but an enum is more than types.
        at troupe.ts:1:1
           1 │ enum Colour { red }
             │ ^
        → Write const Color = { red: "red", blue: "blue" } as const, or the type "red" | "blue". With
          "erasableSyntaxOnly": true in tsconfig.json the editor shows this too.

      1 error"
    `);
  });

  test("an import of a file that is not there", async () => {
    expect(await errorText({ "troupe.ts": 'import { kv } from "./kv";\nexport default kv;\n' })).toMatchInlineSnapshot(`
      "error TRP4005  There is no file "./kv".
        at troupe.ts:1:20
           1 │ import { kv } from "./kv";
             │                    ^
        → Imports name the whole file, with its ending: "./kv.ts".

      1 error"
    `);
  });

  test("an input of inventory.json that is not there", async () => {
    expect(await errorText({ "inventory.json": '{\n  "inputs": { "mine": "./services.ts" }\n}\n' }))
      .toMatchInlineSnapshot(`
      "error TRP4005  There is no file "./services.ts".
        at inventory.json:2:23
           2 │   "inputs": { "mine": "./services.ts" }
             │                       ^
        → Paths begin at the folder of the file that imports.

      1 error"
    `);
    expect(await errorText({ "inventory.json": '{\n  "inputs": { "theirs": "@other/services" }\n}\n' }))
      .toMatchInlineSnapshot(`
      "error TRP4005  There is no package "@other/services" here.
        at inventory.json:2:25
           2 │   "inputs": { "theirs": "@other/services" }
             │                         ^
        → Install it: npm install @other/services

      1 error"
    `);
  });

  test("an import of a name that is not there", async () => {
    expect(
      await errorText({
        "troupe.ts": 'import { defineInventry } from "troupe";\nexport default defineInventry({});\n',
      }),
    ).toMatchInlineSnapshot(`
        "error TRP4005  "troupe" has no export "defineInventry".
          at troupe.ts:1:10
             1 │ import { defineInventry } from "troupe";
               │          ^
          → Did you mean "defineInventory"?

        1 error"
      `);
  });

  test("an import with a similar name, with the right name as a hint", async () => {
    const files = {
      "services.ts":
        "export const kv = 1;\nexport function cache(): void {}\nconst other = 2;\nexport { other as web };\n",
      "machines.json": "{}",
    };
    const advice = async (line: string) =>
      (await errorText({ ...files, "troupe.ts": `${line}\nexport default 1;\n` }))
        .split("\n")
        .filter((each) => /^error|→/.test(each));
    expect(await advice('import { kv } from "./services";')).toEqual([
      'error TRP4005  There is no file "./services".',
      '  → Write "./services.ts": imports name the whole file.',
    ]);
    expect(await advice('import { kv } from "./servces.ts";')).toEqual([
      'error TRP4005  There is no file "./servces.ts".',
      '  → Did you mean "./services.ts"?',
    ]);
    expect(await advice('import { cahce } from "./services.ts";')).toEqual([
      'error TRP4005  "./services.ts" has no export "cahce".',
      '  → Did you mean "cache"?',
    ]);
    expect(await advice('import services from "./services.ts";')).toEqual([
      'error TRP4005  "./services.ts" has no default export.',
      '  → Import by name: import { kv } from "./services.ts".',
    ]);
    expect(await advice('import { x } from "./services.ts";')).toEqual([
      'error TRP4005  "./services.ts" has no export "x".',
      "  → There are: cache, kv, web.",
    ]);
    expect(await advice('import machines from "./machines.json";')).toEqual([
      'error TRP4005  The import of "./machines.json" does not say that it is JSON.',
      '  → Write: import … from "./machines.json" with { type: "json" };',
    ]);
    expect(await advice('import { x } from "troupe/src/secret.ts";')).toEqual([
      'error TRP4005  The package "troupe" does not let others import "troupe/src/secret.ts".',
      '  → Import what it offers: mostly that is "troupe".',
    ]);
  });

  test("a name that is declared twice, for which Node gives no place", async () => {
    expect(
      await errorText({
        "troupe.ts": 'import "./b.ts";\nexport default 1;\n',
        "b.ts": "const a: number = 1;\n\nconst a = 2;\n",
      }),
    ).toMatchInlineSnapshot(`
      "error TRP4003  This is not valid TypeScript: Identifier 'a' has already been declared.
        at b.ts:3:7
           3 │ const a = 2;
             │       ^

      1 error"
    `);
  });

  test("files that import each other", async () => {
    const files = {
      "troupe.ts": 'import { b } from "./b.ts";\nexport const a = 1;\nexport default b;\n',
      "b.ts": 'import { a } from "./troupe.ts";\nexport const b = a + 1;\n',
    };
    expect(await errorText(files)).toMatchInlineSnapshot(`
      "error TRP4006  troupe.ts fails when it is loaded: ReferenceError: Cannot access 'a' before
        initialization
        at b.ts:2:18
           2 │ export const b = a + 1;
             │                  ^
        → Either it is used above the line that makes it, or two files import each other: then move what
          both need into a third file.

      1 error"
    `);
  });

  test("a wrong call of a function of Troupe at the top level", async () => {
    expect(await errorText({ "troupe.ts": 'import { t } from "troupe";\nexport const port = t.ints.between(5, 3);\n' }))
      .toMatchInlineSnapshot(`
      "error TRP1020  ints.between(5, 3): the first bound must not be greater than the second.
        at troupe.ts:2:28
           2 │ export const port = t.ints.between(5, 3);
             │                            ^

      1 error"
    `);
  });

  test("an unhandled rejection, and a call of process.exit", async () => {
    const rest =
      'import { defineInventory } from "troupe";\nexport default defineInventory({ machines: { alice: {} } });\n';
    expect(await errorText({ "troupe.ts": `${rest}void Promise.reject(new Error("offline"));\n` }))
      .toMatchInlineSnapshot(`
      "error TRP4012  Something that troupe.ts has begun, and nobody waited for, failed: Error: offline
        at troupe.ts:3:21
           3 │ void Promise.reject(new Error("offline"));
             │                     ^
        → Put await before it at the top level of the file. In services nothing can be awaited: evaluation
          does no I/O.

      1 error"
    `);
    expect(await errorText({ "troupe.ts": `${rest}process.exit(0);\n` })).toMatchInlineSnapshot(`
      "error TRP4013  troupe.ts ended the command with process.exit, so nothing came of it.
        at troupe.ts:3:9
           3 │ process.exit(0);
             │         ^
        → Remove it. To report a problem, throw an error.

      1 error"
    `);
    const { status, stdout } = await testProject({ "troupe.ts": `${rest}process.exit(0);\n` }).troupe([
      "check",
      "--json",
    ]);
    expect([
      status,
      (JSON.parse(stdout) as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code),
    ]).toEqual([1, ["TRP4013"]]);
  });

  test("a missing character of JSON, with its place", async () => {
    const json = async (text: string) =>
      (await errorText({ "inventory.json": text }))
        .split("\n")
        .slice(0, 2)
        .join("")
        .replace("error TRP4002  This is not valid JSON: ", "");
    expect(await json('{ "machines": { "a": { "tags": ["x" } } }')).toBe('a "]" is missing.  at inventory.json:1:36');
    expect(await json('{ "tags": { "a": ["x"] }')).toBe('a "}" is missing.  at inventory.json:1:25');
    expect(await json("{ 'tags': {} }")).toBe("texts and names stand in double quotes.  at inventory.json:1:3");
    expect(await json("")).toBe("the file is empty.  at inventory.json:1:1");
  });

  test("a file that throws", async () => {
    expect(
      await errorText({
        "troupe.ts": "const machines = undefined as unknown as { alice: string };\n\nexport default machines.alice;\n",
      }),
    ).toMatchInlineSnapshot(`
      "error TRP4006  troupe.ts fails when it is loaded: TypeError: Cannot read properties of undefined
        (reading 'alice')
        at troupe.ts:3:25
           3 │ export default machines.alice;
             │                         ^

      1 error"
    `);
  });

  test("a script without an inventory", async () => {
    expect(await errorText({ "troupe.ts": "export default 7;\n" })).toMatchInlineSnapshot(`
      "error TRP4007  troupe.ts must export an inventory by default, but it exports an integer.
        at troupe.ts:1:1
           1 │ export default 7;
             │ ^
        → Write: export default defineInventory({ … }).instances({ … });

      1 error"
    `);
    expect(await errorText({ "troupe.ts": "export const inventory = 7;\n" })).toMatchInlineSnapshot(`
      "error TRP4007  troupe.ts must export an inventory by default, but it exports nothing.
        at troupe.ts
        → Write: export default defineInventory({ … }).instances({ … });

      1 error"
    `);
  });

  test("an error in a service's code", async () => {
    const script = `import { defineInventory, defineService } from "troupe";
const s = defineService({
  manifest: { name: "s" },
  roles: {
    r: {
      perInstance: ({ machine }) => {
        const parts = machine.name.split("-");
        return { module: { networking: { hostName: parts[1]!.toLowerCase() } } };
      },
    },
  },
});
export default defineInventory({ services: { s }, machines: { alice: {} } }).instances({ i: { service: "s", roles: { r: { machines: ["alice"] } } } });
`;
    expect(await errorText({ "troupe.ts": script })).toMatchInlineSnapshot(`
      "error TRP2501  perInstance of role "r" of service "s" (instance i, machine alice) failed: TypeError:
        Cannot read properties of undefined (reading 'toLowerCase')
        at troupe.ts:8:62
           8 │         return { module: { networking: { hostName: parts[1]!.toLowerCase() } } };
             │                                                              ^

      1 error"
    `);
  });
});
