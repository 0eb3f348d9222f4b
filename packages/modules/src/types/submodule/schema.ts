/** The JSON Schema of a submodule. */
import { TroupeError } from "../../diagnostics/troupe-error.ts";
import { guard } from "../../evaluate/cell.ts";
import { collect } from "../../evaluate/module-collection.ts";
import { isPlainObject } from "../../merge/value.ts";
import type { DeclaredGroup } from "../../model/declaration.ts";
import type { JsonSchema } from "../../model/json-schema.ts";
import type { Module, ModuleArgs, ModuleLike } from "../../model/module.ts";
import type { AnyOption, OptionTree } from "../../model/option.ts";
import { prepare } from "../../options/declared-tree.ts";
import { jsonSchema, unnamed } from "../../options/json-schema.ts";
import { unspecified } from "../any-value.ts";
import { treeFunctionOf, type TreeFunction } from "./declaration.ts";

/** The functions of {@link treeModule} whose schema is being made. */
const inProgress = new Set<TreeFunction>();
/**
 * Bounds the nesting of types that a function makes anew at each level, because `inProgress` never contains such a
 * type's function.
 */
const maxDepth = 10;

/**
 * Returns the schema of the options that the modules and their imports declare. The schema is open if a module function
 * or a freeform type may add others, and inside a type that contains itself.
 *
 * @throws TRP1005, TRP1006 for options that cannot be declared as they are
 */
export function submoduleSchema(modules: readonly ModuleLike[]): JsonSchema {
  const entered: TreeFunction[] = [];
  try {
    const collected = collect(withoutFunctions(modules, entered), undefined, {} as ModuleArgs);
    const trees = collected.flatMap(({ module: { options }, site }) =>
      options === undefined ? [] : [{ tree: options, site }],
    );
    const isOpen = collected.some(({ module }) => module.freeformType !== undefined);
    if (isOpen && trees.length === 0) return { type: "object" };
    const { additionalProperties, ...schema } = jsonSchema(mergedTree(prepare(trees.toReversed()), []));
    return isOpen ? schema : { ...schema, additionalProperties };
  } finally {
    for (const treeFunction of entered) inProgress.delete(treeFunction);
  }
}

/** A module that stands for a function: its options are unknown. */
const unknownModule: Module = { freeformType: unspecified };

/**
 * Replaces each function of {@link treeModule} by its options and every other function by `unknownModule`, among the
 * imports as well.
 */
function withoutFunctions(modules: readonly ModuleLike[], entered: TreeFunction[]): readonly Module[] {
  // Memoized, so that `collect` still recognizes modules that import each other.
  const replaced = new Map<ModuleLike, Module>();
  const replace = (module: ModuleLike): Module => {
    const memoized = replaced.get(module);
    if (memoized !== undefined) return memoized;
    if (typeof module === "function") {
      const options = optionsOf(module, entered);
      replaced.set(module, options === undefined ? unknownModule : { options });
      return replaced.get(module)!;
    }
    // `collect` reports a malformed module (TRP1010).
    if (!isPlainObject(module) || !Array.isArray(module.imports)) return module;
    const imports: Module[] = [];
    const copy: Module = { ...module, imports };
    replaced.set(module, copy);
    imports.push(...module.imports.map(replace));
    return copy;
  };
  return modules.map(replace);
}

/**
 * Returns the options of a function of {@link treeModule}; undefined for other functions, and for a function inside its
 * own options.
 */
function optionsOf(module: ModuleLike, entered: TreeFunction[]): OptionTree | undefined {
  const treeFunction = treeFunctionOf(module);
  if (treeFunction === undefined || inProgress.has(treeFunction) || inProgress.size >= maxDepth) return undefined;
  inProgress.add(treeFunction);
  entered.push(treeFunction);
  // `guard` reports an error of the user's function as a diagnostic. A schema belongs to no value, so the diagnostic
  // has no path.
  return guard([], () => treeFunction({ name: unnamed, config: {} }));
}

/** Returns the tree of options that all declarations of a group make together. */
function mergedTree({ names, children }: DeclaredGroup, path: readonly string[]): OptionTree {
  const entries = children.map((child, position): [string, AnyOption | OptionTree] => {
    const name = names[position]!;
    const childPath = [...path, name];
    if (child.kind === "problem") throw new TroupeError([child.problem(childPath)]);
    if (child.kind === "group") return [name, mergedTree(child, childPath)];
    child.check?.(childPath);
    return [name, child.option];
  });
  return Object.fromEntries(entries);
}
