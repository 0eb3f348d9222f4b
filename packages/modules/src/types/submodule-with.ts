/** Submodules with all particulars, as nixpkgs' `submoduleWith`. */
import { siteAt } from "../definitions/definition.ts";
import type { Definition, DefinitionSet, Path } from "../model/definition.ts";
import { pushDown } from "../definitions/push-down.ts";
import { resolve } from "../definitions/resolve.ts";
import { isPlainObject } from "../definitions/wrapped.ts";
import type { Site } from "../model/site.ts";
import { checkedValues, type Core, startEvaluation, uncheckedValues } from "../evaluation/core.ts";
import { guard, read } from "../evaluation/cell.ts";
import type { DeclaredGroup } from "../model/declaration.ts";
import { readyGroup } from "../evaluation/ready-group.ts";
import { addGroups, begin, withInternal } from "../evaluation/evaluate.ts";
import { facade } from "../evaluation/facade.ts";
import type { Module, ModuleLike } from "../model/module.ts";
import { belowGroup } from "./group-type.ts";
import { traceDefinitions } from "../evaluation/trace.ts";
import { jsonSchema, unnamed } from "../options/json-schema.ts";
import type { AnyType, OptionTree, OptionType } from "../model/option.ts";
import type { JsonSchema } from "../model/json-schema.ts";
import { defineType, familyOf, phrase } from "./type.ts";

/** The options of a submodule as a function of its name and its own values. */
export type TreeFunction = (args: { readonly name: string; readonly config: unknown }) => OptionTree;

/** How the definitions of a submodule become modules, where they are more than definitions. */
export interface DefinitionReader {
  readonly accepts: (value: unknown) => boolean;
  readonly toModule: (value: unknown, site: Site) => ModuleLike;
}

/** What {@link submoduleWith} makes a type of. */
export interface SubmoduleDeclaration {
  readonly modules: readonly ModuleLike[];
  readonly specialArgs?: Readonly<Record<string, unknown>> | undefined;
  readonly class?: string | undefined;
  readonly description?: string | undefined;
  /** Undefined: a definition is a set of values of the options. null: whatever another declaration of the option says. */
  readonly reader?: DefinitionReader | null | undefined;
}

/** A submodule's modules in a form that makes the start of each value cheap. */
interface Parts {
  readonly simple: readonly Module[];
  readonly trees: readonly { readonly treeOf: TreeFunction | undefined; readonly tree: OptionTree | undefined; readonly site: Site }[];
}

const treeFunctions = new WeakMap<object, TreeFunction>();
const declarations = new WeakMap<object, SubmoduleDeclaration>();

/** A module whose options are a function of the submodule's name; unlike other functions it is not called again for a name it has seen. */
export function treeModule(treeOf: TreeFunction): ModuleLike {
  const module: ModuleLike = ({ name, config }) => ({ options: treeOf({ name: name as string, config }) });
  treeFunctions.set(module, treeOf);
  return module;
}

/**
 * A submodule made of modules. Values are evaluations of these modules and of the definitions; `name` is an argument of module
 * functions.
 *
 * Semantics are those of nixpkgs' `submoduleWith`; for options and defaults alone use `t.submodule`.
 */
export function submoduleWith<T extends AnyType = OptionType<unknown, unknown, unknown, true>>(declaration: SubmoduleDeclaration): T {
  const { reader } = declaration;
  const { start, ready } = starter(declaration);
  const type: AnyType = defineType<AnyType>({
    name: "submodule",
    description: declaration.description ?? describe(declaration.modules),
    words: { one: "an object", many: "objects" },
    check: reader?.accepts ?? isPlainObject,
    merge: (path, definitions) => checkedValues(start(path, path.at(-1) ?? unnamed, definitions)),
    ready: (value, name, place) => ready()?.(value, name, place),
    empty: (path) => checkedValues(start(path, unnamed, [])),
    combine: (other) => combineSubmodules(declaration, declarations.get(familyOf(other))),
    jsonSchema: () => schemaOf(declaration.modules),
    trace: (path, raw, rest, bare) => traceDefinitions(start(path, path.at(-1) ?? unnamed, resolve(path, raw).definitions), rest, bare),
    below: (path, definitions, key) => belowGroup(start(path, path.at(-1) ?? unnamed, []).root.declared, definitions, key),
    typeOfNested: (tree, site) => submoduleWith({ modules: [{ options: tree, site }], reader: null }),
  });
  declarations.set(type, declaration);
  return type as T;
}

/** How the values of a submodule come about. */
interface Starter {
  readonly start: (path: Path, name: string, definitions: readonly Definition[]) => Core;
  /** Undefined for submodules that are more than options with defaults. */
  readonly ready: AnyType["ready"] | undefined;
}

/** Looks at the modules when the first value is needed: not everybody who declares a type uses it. */
function starter(declaration: SubmoduleDeclaration): { readonly start: Starter["start"]; readonly ready: () => Starter["ready"] } {
  let chosen: Starter | undefined;
  const choose = () => (chosen ??= chooseStarter(declaration));
  return { start: (path, name, definitions) => choose().start(path, name, definitions), ready: () => choose().ready };
}

function chooseStarter({ modules, reader, specialArgs, class: className }: SubmoduleDeclaration): Starter {
  const parts = reader ? undefined : partsOf(modules, className);
  if (parts !== undefined) return quickStarter(parts);
  // As in nixpkgs the submodule's own modules are imported by others that stand for their declarations, which puts them last.
  const own = modules.map((module): Module => ({ imports: [module] }));
  const toModule = reader?.toModule ?? ((config: unknown, site: Site): Module => ({ config, site }));
  return {
    start(path, name, definitions) {
      const given = definitions.map(({ value, source }) => toModule(value, siteAt(source, path)));
      return read(begin({ modules: [...own, ...given], specialArgs, class: className, args: { name }, prefix: path }).core);
    },
    ready: undefined,
  };
}

function partsOf(modules: readonly ModuleLike[], className: string | undefined): Parts | undefined {
  if (className !== undefined || !modules.every(isSimple)) return undefined;
  return {
    simple: modules.filter((module) => typeof module !== "function").toReversed(),
    trees: modules.toReversed().flatMap((module) => {
      const [treeOf, tree, site] = typeof module === "function" ? [treeFunctions.get(module)] : [undefined, module.options, module.site];
      return treeOf === undefined && tree === undefined ? [] : [{ treeOf, tree, site: site ?? {} }];
    }),
  };
}

const simpleKeys = new Set(["options", "config", "freeformType", "site"]);
const isSimple = (module: ModuleLike): boolean =>
  typeof module === "function" ? treeFunctions.has(module) : Object.keys(module).every((key) => simpleKeys.has(key));

/** Without functions, imports and the like there is nothing to collect: the declarations are the same for all values of a name. */
function quickStarter({ simple, trees }: Parts): Starter {
  const byName = new Map<string, DeclaredGroup>();
  const named = trees.some(({ treeOf }) => treeOf !== undefined);
  /** True once it turned out that the options depend on values. */
  let dependent = false;

  function declare(name: string, values: () => object): DeclaredGroup {
    const key = named ? name : "";
    const known = byName.get(key);
    if (known !== undefined) return known;
    let touched = false;
    const args = {
      name,
      get config() {
        touched = true;
        return facade(() => undefined, values);
      },
    };
    const declared = withInternal(trees.map(({ treeOf, tree, site }) => ({ tree: treeOf?.(args) ?? tree!, site })));
    if (touched) dependent = true;
    else byName.set(key, declared);
    return declared;
  }

  return {
    start(path, name, definitions) {
      const declared = declare(name, () => uncheckedValues(core));
      const groups = () => {
        const found: DefinitionSet[] = [];
        for (const module of simple) addGroups({ module, site: module.site ?? {} }, path, found);
        for (const { value, source } of definitions.toReversed()) pushDown(path, value, source, found);
        return found;
      };
      const core: Core = startEvaluation({ path, declared, groups, args: { name } });
      return core;
    },
    ready: simple.some(({ config, freeformType }) => config !== undefined || freeformType !== undefined)
      ? undefined
      : (value, name, place) => {
          if (dependent || (named && name === undefined)) return undefined;
          const declared = declare(name ?? "", () => ({}));
          return dependent ? undefined : readyGroup(declared, value, place);
        },
  };
}

function describe(modules: readonly ModuleLike[]): string {
  const freeformType = modules
    // What is no module at all is told where it is evaluated.
    .map((module) => (isPlainObject(module) ? (module as Module).freeformType : undefined))
    .find((type) => type !== undefined);
  return freeformType === undefined ? "submodule" : `open submodule of ${phrase(freeformType, "noun", "composite")}`;
}

function combineSubmodules(left: SubmoduleDeclaration, right: SubmoduleDeclaration | undefined): AnyType | undefined {
  if (right === undefined) return undefined;
  const [a, b] = [left.specialArgs ?? {}, right.specialArgs ?? {}];
  const differs =
    (left.class !== undefined && right.class !== undefined && left.class !== right.class) ||
    (left.reader !== null && right.reader !== null && left.reader !== right.reader) ||
    (left.description !== undefined && right.description !== undefined && left.description !== right.description) ||
    Object.keys(a).some((name) => Object.hasOwn(b, name));
  if (differs) return undefined;
  return submoduleWith({
    modules: [...right.modules, ...left.modules],
    specialArgs: { ...a, ...b },
    class: left.class ?? right.class,
    description: left.description ?? right.description,
    reader: left.reader === null ? right.reader : left.reader,
  });
}

function schemaOf(modules: readonly ModuleLike[]): JsonSchema {
  const parts = modules.map(schemaOfModule);
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return { type: "object" };
  const open = known.length < parts.length || modules.some((module) => typeof module !== "function" && module.freeformType !== undefined);
  const required = known.flatMap((schema) => (schema["required"] as readonly string[] | undefined) ?? []);
  return {
    type: "object",
    properties: Object.assign({}, ...known.map((schema) => schema["properties"])) as JsonSchema,
    ...(required.length > 0 && { required }),
    ...(!open && { additionalProperties: false }),
  };
}

const around = new Set<TreeFunction>();
/** Types that are made anew at each level of nesting never meet themselves. */
const deepest = 10;

/** The schema of what a module declares; undefined if that is not known, or stands around this already: types may nest themselves. */
function schemaOfModule(module: ModuleLike): JsonSchema | undefined {
  if (typeof module !== "function") return jsonSchema(module.options ?? {});
  const treeOf = treeFunctions.get(module);
  if (treeOf === undefined || around.has(treeOf) || around.size === deepest) return undefined;
  around.add(treeOf);
  try {
    return jsonSchema(guard([], () => treeOf({ name: unnamed, config: {} })));
  } finally {
    around.delete(treeOf);
  }
}
