import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { isTroupeError } from "@troupe/modules";
import { inputProblem } from "./inputs.ts";
import { loadProject } from "./load.ts";

const outside = mkdtempSync(join(tmpdir(), "troupe-inputs-"));
afterAll(() => rmSync(outside, { recursive: true }));
const folder = join(outside, "project");
const inventory = join(folder, "inventory.json");
mkdirSync(join(folder, "sub"), { recursive: true });
/** A module that says that it ran. */
const evil = "globalThis.ranInput = true;\n";
for (const file of ["evil.mjs", "project/own.mjs", "project/a b%2e.mjs"]) writeFileSync(join(outside, file), evil);
symlinkSync("../evil.mjs", join(folder, "link.mjs"));
symlinkSync("..", join(folder, "up"));
symlinkSync("own.mjs", join(folder, "inner.mjs"));

const forbidden = [
  "data:text/javascript,globalThis.ranInput=true",
  "DATA:text/javascript,globalThis.ranInput=true",
  "node:child_process",
  "child_process",
  "fs/promises",
  "https://example.com/x.mjs",
  "file:///etc/passwd",
  join(outside, "evil.mjs"),
  "../evil.mjs",
  "./../evil.mjs",
  "./sub/../../evil.mjs",
  "./link.mjs",
  "./up/evil.mjs",
  "pkg/../../evil.mjs",
  "@scope/../evil",
  "#internal",
  "..",
  ".",
  "",
  "pkg/",
  "C:\\evil.mjs",
  "a b",
  "%2e%2e/evil.mjs",
] as const;

describe("an input of inventory.json", () => {
  test.each(forbidden)("is refused at its place before anything runs: %j", async (input) => {
    writeFileSync(inventory, JSON.stringify({ inputs: { own: "./own.mjs", x: input }, machines: { a: {} } }));
    const error: unknown = await loadProject(folder).catch((caught: unknown) => caught);
    const { diagnostics } = isTroupeError(error) ? error : { diagnostics: [] };
    expect(diagnostics.map(({ code, marks }) => [code, marks[0]!.site.pointer])).toEqual([
      ["TRP4030", ["inputs", "x"]],
    ]);
    expect("ranInput" in globalThis).toBe(false);
  });

  test.each([
    "kvstore",
    "@troupe/kvstore",
    "kvstore/services.js",
    "./own.mjs",
    "./inner.mjs",
    "./a b%2e.mjs",
    "./sub/../own.mjs",
    "./missing.ts",
  ])("may be a package or a module of the project: %s", (input) => {
    expect(inputProblem(input, inventory)).toBeUndefined();
  });

  test("says what is wrong with it", () => {
    expect(["node:fs", "data:x", "../evil.mjs", "./link.mjs"].map((input) => inputProblem(input, inventory))).toEqual([
      "is a module of Node",
      "is neither the name of a package nor a path that begins with ./",
      "leads out of the project",
      "is a link that leads out of the project",
    ]);
  });
});
