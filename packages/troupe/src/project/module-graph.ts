/**
 * The graph of a project's modules: which module imports which, and which modules are loaded again. Hooks of Node's
 * loader record it.
 */
import { createRequire, registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isProjectFile } from "./code-owner.ts";

/** The files that each module imports, by the module's file; files that do not exist included. */
const importsByFile = new Map<string, Set<string>>();

/** The number of times that each file was outdated. For Node, the versions of a file are different modules. */
const versions = new Map<string, number>();

/** The URLs of the versions that were requested. */
const requestedUrls = new Set<string>();
/** The files with a version that was requested for the first time since {@link takeNewModules} was called. */
let newModules = new Set<string>();
/** The number of all requests, also for modules outside of the project. */
let requests = 0;

/** The texts of the modules' files as they were loaded; undefined if they are not recorded. */
let contents: Map<string, string> | undefined;

const importerPrefix = "troupe-from:";

/**
 * Returns the specifier to `import()` for a specifier in a file of the project, so that the specifier is resolved
 * relative to that file.
 */
export const specifierFrom = (specifier: string, importer: string): string =>
  `${importerPrefix}${encodeURIComponent(pathToFileURL(importer).href)}:${specifier}`;

registerHooks({
  resolve(requested, given, next) {
    requests++;
    const [, parent, named] = new RegExp(`^${importerPrefix}([^:]*):(.*)$`).exec(requested) ?? [];
    const specifier = named ?? requested;
    const context = parent === undefined ? given : { ...given, parentURL: decodeURIComponent(parent) };
    const importer = projectFile(context.parentURL ?? "");
    let resolved;
    try {
      resolved = next(specifier, context);
    } catch (error) {
      const missing = projectFile(String((error as { readonly url?: unknown }).url ?? ""));
      if (importer !== undefined && missing !== undefined) importsOf(importer).add(missing);
      throw error;
    }
    const file = projectFile(resolved.url);
    if (file === undefined) return resolved;
    if (importer !== undefined) importsOf(importer).add(file);
    const url = versionUrl(resolved.url, file);
    if (!requestedUrls.has(url)) {
      requestedUrls.add(url);
      newModules.add(file);
    }
    // A project's TypeScript is always an ES module, whatever the nearest package.json says ("npm init" writes
    // commonjs).
    return { ...resolved, url, ...(file.endsWith(".ts") && { format: "module-typescript" }) };
  },
});

/** Returns the URL of the current version of a file. */
export const currentUrl = (file: string): string => versionUrl(pathToFileURL(file).href, file);

function versionUrl(url: string, file: string): string {
  const version = versions.get(file);
  return version === undefined || /[?&]v=\d+$/.test(url) ? url : `${url}${url.includes("?") ? "&" : "?"}v=${version}`;
}

const textOf = (source: string | NodeJS.TypedArray | ArrayBuffer): string =>
  typeof source === "string" ? source : new TextDecoder().decode(source);

function importsOf(file: string): Set<string> {
  let imports = importsByFile.get(file);
  if (imports === undefined) importsByFile.set(file, (imports = new Set()));
  return imports;
}

function projectFile(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  const file = fileURLToPath(url.replace(/[?#].*$/, ""));
  return isProjectFile(file) ? file : undefined;
}

/** Returns a module and all its direct and indirect imports; an imported module comes before its importers. */
export function modulesBelow(file: string): readonly string[] {
  const modules = new Set<string>();
  const entered = new Set<string>();
  function enter(module: string): void {
    if (entered.has(module)) return;
    entered.add(module);
    for (const imported of importsByFile.get(module) ?? []) enter(imported);
    modules.add(module);
  }
  enter(file);
  return [...modules];
}

/** Records that a file that is not a module, such as `inventory.json`, makes Troupe import a module. */
export const recordImport = (importer: string, file: string): void => void importsOf(importer).add(file);

/** Returns the modules that were loaded, or loaded again, since the previous call. */
export function takeNewModules(): ReadonlySet<string> {
  const taken = newModules;
  newModules = new Set();
  return taken;
}

/**
 * Returns the number of modules that were requested in this process, so that a caller notices the progress of an
 * import.
 */
export const moduleRequests = (): number => requests;

/**
 * Outdates these modules and their importers: the next import loads them again. All other modules keep their objects.
 */
export function outdateModules(files: Iterable<string>): void {
  const outdated = new Set(files);
  for (let before = -1; before !== outdated.size;) {
    before = outdated.size;
    for (const [file, imports] of importsByFile)
      if ([...imports].some((imported) => outdated.has(imported))) outdated.add(file);
  }
  const { cache } = createRequire(import.meta.url);
  for (const file of outdated) {
    versions.set(file, (versions.get(file) ?? 0) + 1);
    importsByFile.delete(file);
    delete cache[file];
  }
}

/** Returns a map that from now on receives the text of each file of a module as it was loaded. */
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
