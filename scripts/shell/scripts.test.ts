import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lineKinds } from "../../packages/linux/src/generation/line-kinds.ts";
import {
  manifestFile,
  manifestFunctions,
  moduleSource,
  shellModules,
  versionConstants,
  versionsFile,
} from "./scripts.ts";

const fileText = (path: string): string => readFileSync(join(import.meta.dirname, "../..", path), "utf8");

it(`${manifestFile} has the functions of the line kinds of @troupe/linux (else: npm run shell)`, () => {
  expect(fileText(manifestFile)).toBe(manifestFunctions());
});

it(`${versionsFile} has the versions of @troupe/linux (else: npm run shell)`, () => {
  expect(fileText(versionsFile)).toBe(versionConstants());
});

it.each(shellModules())("$path holds the text of the shell files (else: npm run shell)", (module) => {
  expect(fileText(module.path)).toBe(moduleSource(module));
});

it.each([
  ["packages/linux/agent/installed/generator.sh", "wants"],
  ["packages/linux/activation/activate.sh", "machine"],
] as const)("%s reads the lines %s by their columns", (path, key) => {
  const { word, columns } = lineKinds[key];
  expect(fileText(path)).toMatch(
    new RegExp(String.raw`s/\^${word}(?:\t|\$tab)//p.*${columns.length > 1 ? `read -r ${columns.join(" ")};` : ""}`),
  );
});

it.each(shellModules().flatMap(({ texts }) => Object.entries(texts)))("%s is accepted by sh -n", (_, text) => {
  expect(spawnSync("sh", ["-n"], { input: text, encoding: "utf8" })).toMatchObject({ stderr: "", status: 0 });
});
