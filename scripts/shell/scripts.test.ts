import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { moduleSource, shellModules } from "./scripts.ts";

it.each(shellModules())("$path holds the text of the shell files (else: npm run shell)", (module) => {
  expect(readFileSync(join(import.meta.dirname, "../..", module.path), "utf8")).toBe(moduleSource(module));
});
