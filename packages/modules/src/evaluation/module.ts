/** What a module is. */
import type { Site } from "../diagnostics/site.ts";
import type { OptionTree } from "../options/option.ts";
import type { AnyType } from "../types/type.ts";

/** Options, definitions, and further modules that belong with them. */
export interface Module {
  /** The kind of system it is for; without one it fits everywhere. */
  readonly class?: string | undefined;
  /** Its identity: of several modules with the same key only the first counts. */
  readonly key?: string | undefined;
  /** Where it was written. Without one it is that of the module that imports it. */
  readonly site?: Site | undefined;
  readonly imports?: readonly ModuleLike[] | undefined;
  /** Keys of modules that are left out, with what they import. */
  readonly disabledModules?: readonly (string | { readonly key: string })[] | undefined;
  /** The type of all definitions that have no option. */
  readonly freeformType?: AnyType | undefined;
  readonly options?: OptionTree | undefined;
  /** Definitions; may be wrapped as a whole (`mkIf(…, { … })`). */
  readonly config?: unknown;
}

/** What a module function is given. `config` and `options` may only be read later: inside `lazy`, `mkIf` and the like. */
export interface ModuleArgs {
  // oxlint-disable-next-line typescript/no-explicit-any -- which options there are is not known here
  readonly config: any;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  readonly options: any;
  readonly specialArgs: Readonly<Record<string, unknown>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever `args` and `specialArgs` hold
  readonly [argument: string]: any;
}

/** A module, or a function that makes one and is called once per evaluation. */
export type ModuleLike = Module | ((args: ModuleArgs) => Module);
