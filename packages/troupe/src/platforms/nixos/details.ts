/** What only the plan of a NixOS machine has. */

/** Where Nix builds a system: on this computer, or on the machine itself. */
export type Builder = "here" | "there";

/** How the system came to be, and what Nix says about it. */
export interface NixosPlan {
  readonly builder: Builder;
  /** What was done to find this out, for people: "built on this computer, and copied to the machine's store". */
  readonly did: string;
  /** The number of the generation that it runs and boots; absent where that is not one of the profile's. */
  readonly number?: number;
  /** Packages that differ between the two systems. */
  readonly closure: readonly ClosureChange[];
  /** Bytes by which the system grows. */
  readonly bytes: number;
  /** What `switch-to-configuration dry-activate` says beyond units, line by line. */
  readonly activation: readonly string[];
}

/** One package that differs between two systems. */
export interface ClosureChange {
  readonly name: string;
  /** Versions that go; empty for a package that is new, `[""]` where it has none. */
  readonly from: readonly string[];
  /** Versions that come; empty for a package that goes away. The same as `from` where only its content differs. */
  readonly to: readonly string[];
  readonly bytes: number;
}
