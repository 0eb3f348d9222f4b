/**
 * Starts submodules whose modules are only options, definitions and a freeform type, without collecting modules for
 * each value.
 */
import { facade } from "../evaluate/config-facade.ts";
import { addSets, withInternal } from "../evaluate/eval-modules.ts";
import { type Core, startEvaluation, uncheckedValues } from "../evaluate/evaluation-state.ts";
import { pushDown } from "../merge/push-down.ts";
import type { DeclaredGroup } from "../model/declaration.ts";
import type { DefinitionSet } from "../model/definition.ts";
import type { Module, ModuleLike } from "../model/module.ts";
import type { OptionTree } from "../model/option.ts";
import type { Site } from "../model/site.ts";
import {
  type SubmoduleDeclaration,
  type SubmoduleStart,
  type TreeFunction,
  treeFunctionOf,
} from "../types/submodule/declaration.ts";
import { readyGroup } from "./ready-group.ts";

/** A tree of options, or the function that makes it of the submodule's name. */
interface TreeSource {
  readonly treeOf: TreeFunction | undefined;
  readonly tree: OptionTree | undefined;
  readonly site: Site;
}

/**
 * Starts values of a submodule with shared declarations. Undefined if its modules have to be collected for each value.
 */
export function fastSubmoduleStart({
  modules,
  reader,
  class: className,
}: SubmoduleDeclaration): SubmoduleStart | undefined {
  if (reader || className !== undefined || !modules.every(isSimple)) return undefined;
  const laterFirst = modules.toReversed();
  const trees = laterFirst.flatMap((module): readonly TreeSource[] => {
    const treeOf = treeFunctionOf(module);
    const { options: tree, site = {} } = typeof module === "function" ? {} : module;
    return treeOf === undefined && tree === undefined ? [] : [{ treeOf, tree, site }];
  });
  const defining = laterFirst.filter((module) => typeof module !== "function");
  return startOf(defining, trees);
}

const simpleKeys = new Set(["options", "config", "freeformType", "site"]);
const isSimple = (module: ModuleLike): boolean =>
  typeof module === "function"
    ? treeFunctionOf(module) !== undefined
    : Object.keys(module).every((key) => simpleKeys.has(key));

function startOf(defining: readonly Module[], trees: readonly TreeSource[]): SubmoduleStart {
  const declaredByName = new Map<string, DeclaredGroup>();
  const named = trees.some(({ treeOf }) => treeOf !== undefined);
  /** True once a `TreeFunction` has read `config`, so that its options depend on values. */
  let dependent = false;

  function declare(name: string, values: () => object): DeclaredGroup {
    const key = named ? name : "";
    const memoized = declaredByName.get(key);
    if (memoized !== undefined) return memoized;
    let readsConfig = false;
    const args = {
      name,
      get config() {
        readsConfig = true;
        return facade(() => undefined, values);
      },
    };
    const declared = withInternal(trees.map(({ treeOf, tree, site }) => ({ tree: treeOf?.(args) ?? tree!, site })));
    if (readsConfig) dependent = true;
    else declaredByName.set(key, declared);
    return declared;
  }

  return {
    start(path, name, definitions) {
      const declared = declare(name, () => uncheckedValues(core));
      const definitionSets = () => {
        const sets: DefinitionSet[] = [];
        for (const module of defining) addSets({ module, site: module.site ?? {} }, path, sets);
        for (const { value, source } of definitions.toReversed()) pushDown(path, value, source, sets);
        return sets;
      };
      const core: Core = startEvaluation({ path, declared, definitionSets, args: { name } });
      return core;
    },
    ready: defining.some(({ config, freeformType }) => config !== undefined || freeformType !== undefined)
      ? undefined
      : (value, name, place) => {
          if (dependent || (named && name === undefined)) return undefined;
          const declared = declare(name ?? "", () => ({}));
          return dependent ? undefined : readyGroup(declared, value, place);
        },
  };
}
