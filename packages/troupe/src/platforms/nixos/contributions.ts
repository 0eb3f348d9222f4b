/** The desired machine of class `nixos`, and Troupe's contributions to its system. */
import { createHash } from "node:crypto";
import type { formatVersions, Provenance } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import type { DesiredMachine } from "../../deploy/model/plan.ts";
import type { Target } from "../../remote/transport.ts";

/** The desired machine of class `nixos`. */
export interface DesiredNixos extends DesiredMachine {
  /** The folder with the flake that has the machine among its `nixosConfigurations`. Nix keeps `flake.lock` in it. */
  readonly flake: string;
  readonly contributions: Contributions;
  /** Files of the project that are no Nix themselves and go into the flake, and so to machines that build it. */
  readonly data?: readonly string[];
  /** The locking of the flake's inputs; absent for a flake without inputs. */
  readonly locking?: Locking;
}

/** The locking of a flake's inputs, which all machines of a run share. */
export interface Locking {
  /** The machines of the run, one of which may lock the inputs. */
  readonly targets: readonly Target[];
  /** The result, once a plan needs the lock. */
  result?: Promise<LockResult>;
}

/** A lock, or the problem that prevented it. */
export type LockResult =
  | { readonly kind: "kept" }
  | NewLock
  | { readonly kind: "failed"; readonly problem: Diagnostic };

/** A lock that differs from the one that the project accepted. */
export interface NewLock {
  readonly kind: "new";
  /** The place where it was made: "this computer", "machine carol". */
  readonly by: string;
  /** The inputs that it locks in another way: "nixpkgs github:NixOS/nixpkgs/1a2b3c4 (2026-05-01)". */
  readonly inputs: readonly string[];
}

/** Troupe's contributions to a machine's system. */
export interface Contributions {
  /** Files of the flake that the machine is made of, with their text: `modules/kvstore.nix`. */
  readonly modules: { readonly [path: string]: string };
  /** The origins of the modules, by `module:PATH`. */
  readonly provenance: Provenance;
}

/** Returns a digest of contributions. */
export function digestOf({ modules }: Contributions): string {
  return createHash("sha256")
    .update(JSON.stringify(Object.entries(modules).toSorted()))
    .digest("hex");
}

/**
 * The record that the machine keeps beside a system, with the contributions to it. The record is no part of the system.
 */
export interface NixosRecord extends Contributions {
  readonly version: typeof formatVersions.nixosRecord;
  /** The name of the machine. */
  readonly machine: string;
  /** The inputs of the flake as they were locked: `{ nixpkgs: "github:NixOS/nixpkgs/1a2b3c4 (2026-05-01)" }`. */
  readonly inputs: { readonly [name: string]: string };
}
