/** The parts of plans and states that only NixOS machines have. */
import type { PlatformDetails } from "../../deploy/model/plan.ts";
import type { NewLock } from "./contributions.ts";
import type { ProfileGeneration } from "./state.ts";

/** The place where Nix builds a system: this computer (`here`), or the machine itself (`there`). */
export type Builder = "here" | "there";

/** The system's build, and its differences as Nix reports them. */
export interface NixosPlanDetails extends PlatformDetails {
  readonly kind: "nixos";
  readonly builder: Builder;
  /** The build in words: "built on this computer; 3 store paths copied to the machine". */
  readonly did: string;
  /** Files of the project, other than Nix, that Nix copies to its store and machines may read. */
  readonly data?: readonly string[];
  /** The lock that the plan was made with, if the project has not accepted it yet. */
  readonly lock?: NewLock;
  /** The number of the generation that it runs and boots; absent where that is not one of the profile's. */
  readonly number?: number;
  /** Packages that differ between the two systems. */
  readonly closure: readonly ClosureChange[];
  /** Bytes by which the system grows. */
  readonly bytes: number;
  /** The lines of `switch-to-configuration dry-activate` that concern no units. */
  readonly activation: readonly string[];
}

/** The generations of the profile. */
export interface NixosStateDetails extends PlatformDetails {
  readonly kind: "nixos";
  /** The generations of the profile, oldest first. */
  readonly generations: readonly ProfileGeneration[];
}

/** A package that differs between two systems. */
export interface ClosureChange {
  readonly name: string;
  /** Versions that go; empty for a package that is new, `[""]` where it has none. */
  readonly from: readonly string[];
  /**
   * Versions of the new system; empty for a package that is removed. Equal to `from` where only the package's content
   * differs.
   */
  readonly to: readonly string[];
  readonly bytes: number;
}
