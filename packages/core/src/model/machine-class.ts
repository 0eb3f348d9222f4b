/** Classes of machines, as platforms describe them. Core itself knows no platform. */
import type { ModuleLike } from "@troupe/modules";

/**
 * The classes that the platforms of a program declare, by name. The package of a platform adds its class here, the key
 * of its results to {@link ClassResults}, and its key of cluster services to {@link ClassDefinitions}, so that users'
 * types know them:
 *
 * ```ts
 * declare module "@troupe/core" {
 *   interface MachineClasses { readonly toy: MachineClass }
 *   interface ClassResults { readonly toyModule?: ToyModule }
 *   interface ClassDefinitions<R, F> { readonly toyDefinition?: (context: ClusterServiceContext<R, F>) => ToyModule }
 * }
 * ```
 */
export interface MachineClasses {}

/** The name of a class: any text where no platform declares one. */
export type ClassName = [keyof MachineClasses] extends [never] ? string : Extract<keyof MachineClasses, string>;

/** A class of machines, as a platform describes it. */
export interface MachineClass {
  readonly name: string;
  /** The key of results whose value is a module for machines of this class only. */
  readonly result: string;
  /**
   * The key of cluster services whose value is a definition for machines of this class only; undefined if there is
   * none.
   */
  readonly definition?: string;
  /** The options that machines of this class have. */
  readonly modules: readonly ModuleLike[];
  /**
   * True if what results hold under `result`, and functions among the modules of machines and `extraModules`, are for
   * the platform to understand: they are not part of the configuration here, but in
   * {@link MachineEvaluation.platformModules}.
   */
  readonly opaqueResult?: boolean;
  /**
   * The definitions for the `users` and `facts` of a machine in its configuration; absent where the class has no place
   * for them.
   */
  readonly users?: (users: unknown) => object;
  readonly facts?: (facts: unknown) => object;
}
