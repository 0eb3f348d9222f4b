/** The modules of projects: which of them import which, and which must be loaded again. Node's loader, guided by its hooks. */
import { createRequire, registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isOfProject } from "./code-owner.ts";

/** The modules that each imports, by file; also those that were not found. */
const imports = new Map<string, Set<string>>();

/** How often each was outdated. Node knows the versions as different modules. */
const versions = new Map<string, number>();

/** The versions that nobody had asked for before, since {@link newModules} was asked. */
const loaded = new Set<string>();
let fresh = new Set<string>();

/** What was read from files, if somebody wants to know. */
let contents: Map<string, string> | undefined;

const fromPrefix = "troupe-from:";

/** What to `import()` for what a file of the project names; without this, it would be looked for from here. */
export const specifierFrom = (specifier: string, importer: string): string =>
  `${fromPrefix}${encodeURIComponent(pathToFileURL(importer).href)}:${specifier}`;

registerHooks({
  resolve(asked, given, next) {
    const [, from, named] = new RegExp(`^${fromPrefix}([^:]*):(.*)$`).exec(asked) ?? [];
    const specifier = named ?? asked;
    const context = from === undefined ? given : { ...given, parentURL: decodeURIComponent(from) };
    const importer = projectFile(context.parentURL ?? "");
    let resolved;
    try {
      resolved = next(specifier, context);
    } catch (error) {
      const wanted = projectFile(String((error as { readonly url?: unknown }).url ?? ""));
      if (importer !== undefined && wanted !== undefined) importsOf(importer).add(wanted);
      throw error;
    }
    const file = projectFile(resolved.url);
    if (file === undefined) return resolved;
    if (importer !== undefined) importsOf(importer).add(file);
    const url = versionUrl(resolved.url, file);
    if (!loaded.has(url)) {
      loaded.add(url);
      fresh.add(file);
    }
    // A project's TypeScript is always an ES module, whatever the package.json around it says ("npm init" writes commonjs).
    return { ...resolved, url, ...(file.endsWith(".ts") && { format: "module-typescript" }) };
  },
});

/** The URL of the version of a file that counts now. */
export const currentUrl = (file: string): string => versionUrl(pathToFileURL(file).href, file);

function versionUrl(url: string, file: string): string {
  const version = versions.get(file);
  return version === undefined || /[?&]v=\d+$/.test(url) ? url : `${url}${url.includes("?") ? "&" : "?"}v=${version}`;
}

const textOf = (source: string | NodeJS.TypedArray | ArrayBuffer): string =>
  typeof source === "string" ? source : new TextDecoder().decode(source);

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

/** That a file makes Troupe import a module. */
export const noteImport = (importer: string, file: string): void => void importsOf(importer).add(file);

/** The modules that are loaded for the first time, or again, since this was asked before. */
export function newModules(): ReadonlySet<string> {
  const found = fresh;
  fresh = new Set();
  return found;
}

/** Has these modules, and those that import them, loaded again when they are imported next. All others stay the objects that they are. */
export function outdate(files: Iterable<string>): void {
  const outdated = new Set(files);
  for (let before = -1; before !== outdated.size;) {
    before = outdated.size;
    for (const [file, imported] of imports) if ([...imported].some((each) => outdated.has(each))) outdated.add(file);
  }
  const { cache } = createRequire(import.meta.url);
  for (const file of outdated) {
    versions.set(file, (versions.get(file) ?? 0) + 1);
    imports.delete(file);
    delete cache[file];
  }
}

/** What is read from the files of modules from now on, as it was read. */
export function recordContents(): Map<string, string> {
  if (contents !== undefined) return contents;
  const recorded = (contents = new Map<string, string>());
  registerHooks({
    load(url, context, next) {
      const result = next(url, context);
      const file = projectFile(url);
      if (file !== undefined && result.source != null) recorded.set(file, textOf(result.source));
      return result;
    },
  });
  return recorded;
}
