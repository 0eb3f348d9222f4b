/**
 * A program: imports the files that are its arguments one after the other, and prints what went wrong with which. An
 * inventory that a file exports by default is evaluated, as the command would do it.
 */
import { pathToFileURL } from "node:url";
import { evaluateInventory } from "@troupe/core";
import { isInventory } from "@troupe/core/internal";
import { linuxModules } from "@troupe/linux";
import { TroupeError } from "@troupe/modules";
import type { Failure } from "./check.ts";

// Standard output is for the result.
console.log = console.error;
// The example's own line is the last one of a stack.
Error.stackTraceLimit = 200;

const failures: Failure[] = [];
for (const file of process.argv.slice(2)) {
  const url = pathToFileURL(file).href;
  try {
    const { default: inventory } = (await import(url)) as { readonly default?: unknown };
    if (!isInventory(inventory)) continue;
    const found = evaluateInventory(inventory, {
      classes: [{ name: "linux", result: "linuxModule", modules: linuxModules }],
    }).diagnostics();
    if (found.length > 0) throw new TroupeError(found);
  } catch (error) {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    const line = stack.split(`${url}:`)[1]?.split(":")[0];
    failures.push({ file, message, ...(line !== undefined && { line: Number(line) }) });
  }
}
process.stdout.write(JSON.stringify(failures));
