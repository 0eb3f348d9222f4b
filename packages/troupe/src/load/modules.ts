/** The modules of projects that were loaded, and which of them import which: Node's loader, watched by its hooks. */
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { isOfProject } from "./whose.ts";

/** The modules that each imports, by file. */
const imports = new Map<string, Set<string>>();

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const file = projectFile(resolved.url);
    if (file === undefined) return resolved;
    importsOf(file);
    const importer = projectFile(context.parentURL ?? "");
    if (importer !== undefined) importsOf(importer).add(file);
    // A project's TypeScript is always an ES module, whatever the package.json around it says ("npm init" writes commonjs).
    return file.endsWith(".ts") ? { ...resolved, format: "module-typescript" } : resolved;
  },
});

function importsOf(file: string): Set<string> {
  let found = imports.get(file);
  if (found === undefined) imports.set(file, (found = new Set()));
  return found;
}

function projectFile(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const file = fileURLToPath(url.replace(/[?#].*$/, ""));
  return isOfProject(file) ? file : undefined;
}

/** A module and all that it imports, directly or not; what is imported comes before who imports it. */
export function modulesBelow(file: string): readonly string[] {
  const found = new Set<string>();
  const entered = new Set<string>();
  function enter(each: string): void {
    if (entered.has(each)) return;
    entered.add(each);
    for (const imported of imports.get(each) ?? []) enter(imported);
    found.add(each);
  }
  enter(file);
  return [...found];
}
