/** The modules and arguments that a submodule type is made of. */
import type { Core } from "../../evaluate/evaluation-state.ts";
import type { Definition, Path } from "../../model/definition.ts";
import type { Module, ModuleLike } from "../../model/module.ts";
import type { AnyType, OptionTree } from "../../model/option.ts";
import type { Site } from "../../model/site.ts";
import { payloadKey } from "../type.ts";

/** The options of a submodule as a function of its name and its own values. */
export type TreeFunction = (args: { readonly name: string; readonly config: unknown }) => OptionTree;

/** Turns the definitions of a submodule into modules, for definitions that are not sets of values. */
export interface DefinitionReader {
  readonly accepts: (value: unknown) => boolean;
  readonly toModule: (value: unknown, site: Site) => ModuleLike;
}

/** The parameters of `submoduleWith`. */
export interface SubmoduleDeclaration {
  readonly modules: readonly ModuleLike[];
  readonly specialArgs?: Readonly<Record<string, unknown>> | undefined;
  readonly class?: string | undefined;
  readonly description?: string | undefined;
  /**
   * Undefined: a definition is a set of values of the options. null: the reader of another declaration of the option.
   */
  readonly reader?: DefinitionReader | null | undefined;
}

/** Starts the evaluation of one value of a submodule. */
export interface SubmoduleStart {
  readonly start: (path: Path, name: string, definitions: readonly Definition[]) => Core;
  /** The `ready` of the type; undefined for submodules that are more than options with defaults. */
  readonly ready: AnyType["ready"] | undefined;
}

/** The payload of submodule types. */
export const submoduleDeclaration = payloadKey<SubmoduleDeclaration>();

const treeFunction = Symbol("treeFunction");

interface TreeModule {
  (args: { readonly name?: unknown; readonly config: unknown }): Module;
  readonly [treeFunction]: TreeFunction;
}

/**
 * Makes a module whose options are a function of the submodule's name. Unlike other module functions, `treeOf` is
 * called once for each name.
 */
export function treeModule(treeOf: TreeFunction): ModuleLike {
  const module: TreeModule = Object.assign(
    ({ name, config }: { readonly name?: unknown; readonly config: unknown }): Module => ({
      options: treeOf({ name: name as string, config }),
    }),
    { [treeFunction]: treeOf } as const,
  );
  return module;
}

/** Returns the function of a module that {@link treeModule} made; undefined for other modules. */
export const treeFunctionOf = (module: ModuleLike): TreeFunction | undefined =>
  typeof module === "function" ? (module as Partial<TreeModule>)[treeFunction] : undefined;
