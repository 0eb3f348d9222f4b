/** The shape of a module. */
import type { AnyType, OptionTree } from "./option.ts";
import type { Site } from "./site.ts";

/** Options, definitions, and the further modules that they need. */
export interface Module {
  /** The kind of system the module is for; a module without a class fits everywhere. */
  readonly class?: string | undefined;
  /** The module's identity: of several modules with the same key only the first counts. */
  readonly key?: string | undefined;
  /** The place of the module; by default that of the module that imports it. */
  readonly site?: Site | undefined;
  readonly imports?: readonly ModuleLike[] | undefined;
  /** Keys of modules that are left out, with their imports. */
  readonly disabledModules?: readonly (string | { readonly key: string })[] | undefined;
  /** The type of all definitions that have no option. */
  readonly freeformType?: AnyType | undefined;
  readonly options?: OptionTree | undefined;
  /** Definitions; may be wrapped as a whole (`mkIf(…, { … })`). */
  readonly config?: unknown;
}

/**
 * The arguments of a module function. `config` and `options` may only be read later: inside `lazy`, `mkIf` and the
 * like.
 */
export interface ModuleArgs {
  // oxlint-disable-next-line typescript/no-explicit-any -- which options there are is not known here
  readonly config: any;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  readonly options: any;
  readonly specialArgs: Readonly<Record<string, unknown>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever `args` and `specialArgs` hold
  readonly [argument: string]: any;
}

/** A module, or a function that returns one and is called once per evaluation. */
export type ModuleLike = Module | ((args: ModuleArgs) => Module);
