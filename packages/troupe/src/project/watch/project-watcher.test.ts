import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { testProject } from "../../testing/project.ts";
import { startProgram } from "../../testing/running.ts";
import type { PrintedRound } from "../../testing/watch-rounds.ts";

vi.setConfig({ testTimeout: 60_000 });

const service = (name: string, more = "") => `import { defineService } from "troupe";
${more}
export const ${name} = defineService({ manifest: { name: "${name}" }, roles: { r: {} } });
`;

const inventory = (first = "", more = "") => `import { defineInventory } from "troupe";
import { one } from "./one.ts";
import { two } from "./two.ts";
${first}
export default defineInventory({ services: { one, two }, machines: { alice: {} } ${more} });
`;

/** A project that another process watches. `next` writes files and returns the next round. */
async function watchedProject(files: { readonly [file: string]: string }, env: NodeJS.ProcessEnv = {}) {
  const { folder, write } = testProject(files);
  const program = join(import.meta.dirname, "../../testing/watch-rounds.ts");
  const { until } = startProgram(["--conditions=troupe-source", program, folder], { folder, env });
  const next = async (more: { readonly [file: string]: string } = {}): Promise<PrintedRound> => {
    write(more);
    return JSON.parse(await until(/^\{/)) as PrintedRound;
  };
  return { folder, write, next, first: await next() };
}

test("changed modules and their importers alone are loaded again", async () => {
  const { first, next } = await watchedProject({
    "one.ts": service("one"),
    "two.ts": service("two", 'import "./shared.ts";'),
    "shared.ts": "export {};\n",
    "troupe.ts": inventory(),
  });
  expect(first).toMatchObject({ changed: [], codes: [] });
  const second = await next({ "one.ts": service("one", "// changed") });
  expect(second.changed).toEqual(["one.ts"]);
  expect(second.services["one"]).not.toBe(first.services["one"]);
  expect(second.services["two"]).toBe(first.services["two"]);
  const third = await next({ "shared.ts": "export const other = 1;\n" });
  expect(third.changed).toEqual(["shared.ts"]);
  expect(third.services["one"]).toBe(second.services["one"]);
  expect(third.services["two"]).not.toBe(second.services["two"]);
});

test("a change of inventory.json alone loads no module again", async () => {
  const { first, next } = await watchedProject({
    "one.ts": service(
      "one",
      "(globalThis as { loads?: number }).loads = ((globalThis as { loads?: number }).loads ?? 0) + 1;",
    ),
    "two.ts": service("two"),
    "troupe.ts": inventory(),
    "inventory.json": '{ "machines": { "bob": {} } }\n',
  });
  const second = await next({ "inventory.json": '{ "machines": { "carol": {} } }\n' });
  expect(second.changed).toEqual(["inventory.json"]);
  expect(second.services["one"]).toBe(first.services["one"]);
  expect(second.values).toContainEqual({ machines: { carol: {} } });
});

test("a module that imports inventory.json is loaded again with it, without the modules of services", async () => {
  const { first, next } = await watchedProject({
    "one.ts": service("one"),
    "two.ts": service("two"),
    "troupe.ts": inventory('import json from "./inventory.json" with { type: "json" };', ", json"),
    "inventory.json": '{ "machines": { "bob": {} } }\n',
  });
  const second = await next({ "inventory.json": '{ "machines": { "carol": {} } }\n' });
  expect(second.services["one"]).toBe(first.services["one"]);
  expect(second.values).toContainEqual({ machines: { carol: {} } });
  expect(second.values).toHaveLength(first.values.length);
});

test("modules among the inputs of inventory.json are watched, also in a project without TypeScript", async () => {
  const { next } = await watchedProject({
    "inventory.json": '{ "inputs": { "mine": "./services.ts" } }\n',
    "services.ts": 'import "./inner.cjs";\nexport const services = { word: "first" };\n',
    "inner.cjs": "module.exports = 1;\n",
  });
  const second = await next({
    "services.ts": 'import inner from "./inner.cjs";\nexport const services = { inner };\n',
  });
  expect(second.values[0]).toEqual({ inputs: { mine: { inner: 1 } } });
  const third = await next({ "inner.cjs": "module.exports = 2;\n" });
  expect(third.values[0]).toEqual({ inputs: { mine: { inner: 2 } } });
});

test("a broken module is reported, and watched until it is repaired", async () => {
  const { first, next, folder } = await watchedProject({
    "one.ts": service("one"),
    "two.ts": service("two"),
    "troupe.ts": inventory(),
  });
  expect((await next({ "one.ts": "export const one = {;\n" })).codes).toEqual(["TRP4003"]);
  expect((await next({ "one.ts": 'import "./missing.ts";\n' + service("one") })).codes).toEqual(["TRP4005"]);
  const found = await next({ "missing.ts": "export {};\n" });
  expect(found).toMatchObject({ codes: [], changed: ["missing.ts"] });
  expect(found.services["two"]).toBe(first.services["two"]);
  const gone = next();
  rmSync(join(folder, "two.ts"));
  expect(await gone).toMatchObject({ codes: ["TRP4005"], changed: ["two.ts"] });
  expect((await next({ "two.ts": service("two") })).codes).toEqual([]);
});

test("a module that failed because of a missing package is loaded again with the next change", async () => {
  const { next, write } = await watchedProject({
    "one.ts": `import "left-pad";\n${service("one")}`,
    "two.ts": service("two"),
    "troupe.ts": inventory(),
  });
  write({
    "node_modules/left-pad/package.json": '{ "name": "left-pad", "type": "module", "exports": "./index.js" }',
    "node_modules/left-pad/index.js": "",
  });
  expect((await next({ "troupe.ts": inventory("// touched") })).codes).toEqual([]);
});

test("endless code is terminated, and all modules are loaded again", async () => {
  const { first, next } = await watchedProject(
    { "one.ts": service("one"), "two.ts": service("two"), "troupe.ts": inventory() },
    { TROUPE_TIME_LIMIT: "0.5" },
  );
  expect((await next({ "two.ts": service("two", "await new Promise(() => {});") })).codes).toEqual(["TRP4010"]);
  expect((await next({ "two.ts": service("two", "for (;;) ;") })).codes).toEqual(["TRP4009"]);
  const mended = await next({ "two.ts": service("two") });
  expect(mended.codes).toEqual([]);
  expect(mended.services["one"]).not.toBe(first.services["one"]);
});

test("a folder without a project is watched for one", async () => {
  const { first, next } = await watchedProject({});
  expect(first.codes).toEqual(["TRP4001"]);
  expect(await next({ "inventory.json": "{}\n" })).toMatchObject({ codes: [], changed: ["inventory.json"] });
});

test("places in messages have no version of a module in them", async () => {
  const { folder, write, next } = await watchedProject({ "troupe.ts": "export default 7;\n" });
  const file = "FOLDER/troupe.ts";
  expect(await next({ "troupe.ts": "export const {;\n" })).toMatchObject({
    codes: ["TRP4003"],
    sites: [{ file, line: 1 }],
  });
  const fails = "const a = undefined as unknown as string;\na.length;\n";
  expect(await next({ "troupe.ts": fails })).toMatchObject({
    codes: ["TRP4006"],
    sites: [{ file, line: 2, column: 3 }],
  });
  write({ new: 'export { missing } from "./troupe.ts";\n' });
  renameSync(join(folder, "new"), join(folder, "troupe.ts"));
  expect(await next()).toMatchObject({ changed: ["troupe.ts"], codes: ["TRP4003"], sites: [{ file, line: 1 }] });
});
