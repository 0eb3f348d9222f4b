/** From modules and their imports to one list: functions called, keys made unique, disabled modules left out. */
import { diagnose, fail } from "../diagnostics/catalogue.ts";
import { type Diagnostic, isTroupeError, TroupeError } from "../diagnostics/diagnostic.ts";
import { classMismatch, importCycle, invalidModule } from "../diagnostics/kinds.ts";
import { kindOf, showValue } from "../diagnostics/show.ts";
import { describeSite, type Site } from "../diagnostics/site.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import { isPlainObject, tagOf } from "../definitions/wrapped.ts";
import { guard } from "./cell.ts";
import type { Module, ModuleArgs, ModuleLike } from "./module.ts";

/** A module that counts, and where it was written. */
export interface Collected {
  readonly module: Module;
  readonly site: Site;
}

interface Loaded extends Collected {
  readonly key: string;
  readonly imports: readonly Loaded[];
}

interface Context {
  readonly class: string | undefined;
  readonly args: ModuleArgs;
  readonly problems: Diagnostic[];
  readonly disabled: Set<string>;
}

/** The modules that count, in nixpkgs' order: breadth first, so a module comes before those it imports. */
export function collect(modules: readonly ModuleLike[], className: string | undefined, args: ModuleArgs): readonly Collected[] {
  const context: Context = { class: className, args, problems: [], disabled: new Set() };
  const roots = loadAll(modules, {}, "", [], context);
  if (context.problems.length > 0) throw new TroupeError(context.problems);
  const result: Loaded[] = [];
  const seen = new Set<string>();
  let level: readonly Loaded[] = roots;
  while (level.length > 0) {
    const fresh = level.filter(({ key }) => !context.disabled.has(key) && !seen.has(key) && seen.add(key));
    result.push(...fresh);
    level = fresh.flatMap(({ imports }) => imports);
  }
  return result;
}

interface Ancestor {
  readonly like: ModuleLike;
  readonly key: string | undefined;
  readonly name: string;
}

function loadAll(
  modules: readonly ModuleLike[],
  site: Site,
  parentKey: string,
  ancestors: readonly Ancestor[],
  context: Context,
): readonly Loaded[] {
  return modules.flatMap((like, index) => {
    try {
      return [load(like, site, `${parentKey}:anon-${index + 1}`, ancestors, context)];
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      context.problems.push(...error.diagnostics);
      return [];
    }
  });
}

function load(like: ModuleLike, parentSite: Site, anonymous: string, ancestors: readonly Ancestor[], context: Context): Loaded {
  refuseCycle({ like, key: undefined, name: "that" }, ancestors);
  const module = typeof like === "function" ? callModule(like, parentSite, context.args) : like;
  checkModule(module, parentSite);
  const site = module.site ?? parentSite;
  const name = nameOf(module, site);
  const self = { like, key: module.key, name };
  refuseCycle(self, ancestors);
  if (context.class !== undefined && module.class !== undefined && module.class !== context.class) {
    fail(classMismatch, { module: name, found: module.class, expected: context.class }, { marks: [{ site }] });
  }
  for (const item of module.disabledModules ?? []) context.disabled.add(disabledKey(item, name, site));
  const key = module.key ?? anonymous;
  return { module, site, key, imports: loadAll(module.imports ?? [], site, key, [...ancestors, self], context) };
}

/** What the function does wrong happened in the module that imports it, as far as anybody knows yet. */
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
      error.diagnostics.map((diagnostic) => ({ ...diagnostic, marks: diagnostic.marks.length === 0 ? marks : diagnostic.marks })),
    );
  }
}

function refuseCycle(self: Ancestor, ancestors: readonly Ancestor[]): void {
  const first = ancestors.findIndex(({ like, key }) => like === self.like || (key !== undefined && key === self.key));
  if (first < 0) return;
  const loop = ancestors.slice(first).map(({ name }) => name);
  const notes = loop.map((name, index) => `${name} imports ${loop[(index + 1) % loop.length]}`);
  fail(importCycle, { module: loop[0]! }, { notes });
}

const nameOf = (module: Module, site: Site): string => (module.key !== undefined ? `"${module.key}"` : `at ${describeSite(site)}`);

const moduleKeys = ["class", "key", "site", "imports", "disabledModules", "freeformType", "options", "config"];

const parts = [
  ["imports", Array.isArray, "a list"],
  ["disabledModules", Array.isArray, "a list"],
  ["options", isPlainObject, "a tree of options"],
] as const;

function checkModule(module: unknown, site: Site): asserts module is Module {
  const marks = [{ site }];
  if (!isPlainObject(module) || tagOf(module) !== undefined) {
    const why = `A module is expected, but this is ${isPlainObject(module) ? showValue(module) : kindOf(module)}.`;
    const advice = Array.isArray(module)
      ? "Remove one level of lists."
      : "A module is an object such as { options, config, imports }, or a function that returns one; wrappers go into its config.";
    fail(invalidModule, { why, advice }, { marks });
  }
  for (const [key, is, form] of parts) {
    if (module[key] === undefined || is(module[key])) continue;
    fail(
      invalidModule,
      {
        why: `The \`${key}\` of a module must be ${form}, but is ${kindOf(module[key])}.`,
        advice: `Write ${key}: ${form === "a list" ? "[…]" : "{ … }"}.`,
      },
      { marks },
    );
  }
  const unknown = Object.keys(module).filter((key) => !moduleKeys.includes(key));
  if (unknown.length > 0) {
    const advice = `${didYouMean(unknown[0]!, moduleKeys)} Definitions go into \`config\`.`;
    fail(invalidModule, { why: `A module has no ${unknown.map((key) => `\`${key}\``).join(", ")}.`, advice }, { marks });
  }
}

function disabledKey(item: unknown, module: string, site: Site): string {
  const key = isPlainObject(item) ? item["key"] : item;
  if (typeof key === "string") return key;
  const why = `The module ${module} has something in disabledModules that is no module key: ${showValue(item)}.`;
  throw new TroupeError([
    diagnose(invalidModule, { why, advice: "Give the key of the module, or an object with a `key`." }, { marks: [{ site }] }),
  ]);
}
