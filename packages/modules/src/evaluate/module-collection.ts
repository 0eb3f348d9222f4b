/** Collects modules and their imports: calls module functions, drops repeated keys and disabled modules. */
import { diagnose, fail } from "../diagnostics/diagnostic-kind.ts";
import { isTroupeError, TroupeError } from "../diagnostics/troupe-error.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { classMismatch, importCycle, invalidModule } from "../diagnostics/kinds.ts";
import { kindOf, showValue } from "../diagnostics/value-text.ts";
import { describeSite } from "../diagnostics/site.ts";
import type { Site } from "../model/site.ts";
import { didYouMean } from "../diagnostics/suggestion.ts";
import { tagOf } from "../merge/wrapper-tag.ts";
import { isPlainObject } from "../merge/value.ts";
import { guard } from "./cell.ts";
import type { Module, ModuleArgs, ModuleLike } from "../model/module.ts";

/** A module that counts, with its place. */
export interface Collected {
  readonly module: Module;
  readonly site: Site;
}

interface Loaded extends Collected {
  /** The module's index in the imports of `importedBy`; that is undefined for a module at the root. */
  readonly index: number;
  readonly importedBy: Loaded | undefined;
  imports: readonly Loaded[];
}

/** The module's own key, or one made of its place among the imports. */
const keyOf = ({ module, index, importedBy }: Loaded): string =>
  module.key ?? `${importedBy === undefined ? "" : keyOf(importedBy)}:anon-${index + 1}`;

interface Context {
  readonly class: string | undefined;
  readonly args: ModuleArgs;
  readonly problems: Diagnostic[];
  readonly disabled: Set<string>;
}

/** Returns the modules that count, in nixpkgs' order: breadth first, so that a module comes before its imports. */
export function collect(
  modules: readonly ModuleLike[],
  className: string | undefined,
  args: ModuleArgs,
): readonly Collected[] {
  const context: Context = { class: className, args, problems: [], disabled: new Set() };
  const roots = loadAll(modules, {}, undefined, [], context);
  if (context.problems.length > 0) throw new TroupeError(context.problems);
  const result: Loaded[] = [];
  const seen = new Set<string>();
  let level: readonly Loaded[] = roots;
  while (level.length > 0) {
    const next: Loaded[] = [];
    for (const loaded of level) {
      const { key } = loaded.module;
      if (context.disabled.size > 0 && context.disabled.has(keyOf(loaded))) continue;
      // A generated key is unique, so only a written one can repeat.
      if (key !== undefined && seen.has(key)) continue;
      if (key !== undefined) seen.add(key);
      result.push(loaded);
      for (const imported of loaded.imports) next.push(imported);
    }
    level = next;
  }
  return result;
}

/** A module whose imports are being loaded. */
interface Ancestor extends Collected {
  readonly like: ModuleLike;
}

function loadAll(
  modules: readonly ModuleLike[],
  site: Site,
  importedBy: Loaded | undefined,
  ancestors: readonly Ancestor[],
  context: Context,
): readonly Loaded[] {
  const loaded: Loaded[] = [];
  for (let index = 0; index < modules.length; index++) {
    try {
      loaded.push(load(modules[index]!, site, importedBy, index, ancestors, context));
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      context.problems.push(...error.diagnostics);
    }
  }
  return loaded;
}

function load(
  like: ModuleLike,
  parentSite: Site,
  importedBy: Loaded | undefined,
  index: number,
  ancestors: readonly Ancestor[],
  context: Context,
): Loaded {
  if (typeof like === "function") refuseCycle(like, undefined, ancestors);
  const module = typeof like === "function" ? callModule(like, parentSite, context.args) : like;
  checkModule(module, parentSite);
  const site = module.site ?? parentSite;
  const { imports, disabledModules } = module;
  // A module without imports and without a key cannot be among its own ancestors.
  if (imports !== undefined || module.key !== undefined) refuseCycle(like, module.key, ancestors);
  if (context.class !== undefined && module.class !== undefined && module.class !== context.class) {
    fail(
      classMismatch,
      { module: nameOf({ module, site }), found: module.class, expected: context.class },
      { marks: [{ site }] },
    );
  }
  if (disabledModules !== undefined)
    for (const item of disabledModules) context.disabled.add(disabledKey(item, { module, site }));
  const loaded: Loaded = { module, site, index, importedBy, imports: nothing };
  if (imports !== undefined && imports.length > 0)
    loaded.imports = loadAll(imports, site, loaded, [...ancestors, { like, module, site }], context);
  return loaded;
}

const nothing: readonly Loaded[] = [];

/**
 * Calls a module function. Its errors have the place of the module that imports it, because its own `site` is not known
 * yet.
 */
function callModule(like: (args: ModuleArgs) => Module, site: Site, args: ModuleArgs): Module {
  const marks = Object.keys(site).length === 0 ? [] : [{ site }];
  try {
    return guard(
      [],
      () => like(args),
      () => marks,
    );
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    throw new TroupeError(
      error.diagnostics.map((diagnostic) => ({
        ...diagnostic,
        marks: diagnostic.marks.length === 0 ? marks : diagnostic.marks,
      })),
    );
  }
}

function refuseCycle(self: ModuleLike, selfKey: string | undefined, ancestors: readonly Ancestor[]): void {
  if (ancestors.length === 0) return;
  const first = ancestors.findIndex(
    ({ like, module: { key } }) => like === self || (key !== undefined && key === selfKey),
  );
  if (first < 0) return;
  const loop = ancestors.slice(first).map(nameOf);
  const notes = loop.map((name, index) => `${name} imports ${loop[(index + 1) % loop.length]}`);
  fail(importCycle, { module: loop[0]! }, { notes });
}

const nameOf = ({ module, site }: Collected): string =>
  module.key !== undefined ? `"${module.key}"` : `at ${describeSite(site)}`;

const moduleKeys = new Set(["class", "key", "site", "imports", "disabledModules", "freeformType", "options", "config"]);
const isModuleKey = (key: string): boolean => moduleKeys.has(key);

function checkModule(module: unknown, site: Site): asserts module is Module {
  if (!isPlainObject(module) || tagOf(module) !== undefined) {
    const why = `A module is expected, but this is ${isPlainObject(module) ? showValue(module) : kindOf(module)}.`;
    const advice = Array.isArray(module)
      ? "Remove one level of lists."
      : "A module is an object such as { options, config, imports }, or a function that returns one; wrappers go into its config.";
    fail(invalidModule, { why, advice }, { marks: [{ site }] });
  }
  const { imports, disabledModules, options } = module;
  if (imports !== undefined && !Array.isArray(imports)) wrongForm("imports", imports, "a list", site);
  if (disabledModules !== undefined && !Array.isArray(disabledModules))
    wrongForm("disabledModules", disabledModules, "a list", site);
  if (options !== undefined && !isPlainObject(options)) wrongForm("options", options, "a tree of options", site);
  if (Object.keys(module).every(isModuleKey)) return;
  const unknown = Object.keys(module).filter((key) => !isModuleKey(key));
  const advice = `${didYouMean(unknown[0]!, [...moduleKeys])} Definitions go into \`config\`.`;
  fail(
    invalidModule,
    { why: `A module has no ${unknown.map((key) => `\`${key}\``).join(", ")}.`, advice },
    { marks: [{ site }] },
  );
}

function wrongForm(key: string, part: unknown, form: "a list" | "a tree of options", site: Site): never {
  const why = `The \`${key}\` of a module must be ${form}, but is ${kindOf(part)}.`;
  fail(invalidModule, { why, advice: `Write ${key}: ${form === "a list" ? "[…]" : "{ … }"}.` }, { marks: [{ site }] });
}

function disabledKey(item: unknown, by: Collected): string {
  const key = isPlainObject(item) ? item["key"] : item;
  if (typeof key === "string") return key;
  const why = `The module ${nameOf(by)} has something in disabledModules that is not the key of a module: ${showValue(item)}.`;
  throw new TroupeError([
    diagnose(
      invalidModule,
      { why, advice: "Give the key of the module, or an object with a `key`." },
      { marks: [{ site: by.site }] },
    ),
  ]);
}
