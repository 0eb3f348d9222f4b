/** Classes of machines: what a platform tells core. */
import type { ModuleLike } from "@troupe/modules";

/** A class of machines, as a platform describes it. */
export interface MachineClass {
  readonly name: string;
  /** The key of results that hold modules for this class only. */
  readonly result: "linuxModule" | "nixosModule" | "darwinModule";
  /** The options that machines of this class have. */
  readonly modules: readonly ModuleLike[];
  /**
   * True if what results hold under `result`, and functions among the modules of machines and `extraModules`, are for the platform to
   * understand: they are not part of the configuration here, but in {@link MachineEvaluation.platformModules}.
   */
  readonly opaqueResult?: boolean;
  /** What the `users` and `facts` of a machine define in its configuration; absent where the class has no place for them. */
  readonly users?: (users: unknown) => object;
  readonly facts?: (facts: unknown) => object;
}
