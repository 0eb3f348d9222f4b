/** What a NixOS machine shall become: a flake that Nix builds, and what Troupe knows about where it comes from. */
import { createHash } from "node:crypto";
import type { Provenance } from "@troupe/linux";
import type { Target } from "../../remote/transport.ts";

/** What a machine of class `nixos` shall become. */
export interface DesiredNixos {
  readonly target: Target;
  /** The folder with the flake that has the machine among its `nixosConfigurations`. Nix keeps `flake.lock` in it. */
  readonly flake: string;
  readonly contributions: Contributions;
}

/** What Troupe contributes to a machine's system. */
export interface Contributions {
  /** Files of the flake that the machine is made of, with their text: `modules/kvstore.nix`. */
  readonly modules: { readonly [path: string]: string };
  /** Where they come from, by `module:PATH`. */
  readonly provenance: Provenance;
}

/** The same for the same contributions. */
export function digestOf({ modules }: Contributions): string {
  return createHash("sha256")
    .update(JSON.stringify(Object.entries(modules).toSorted()))
    .digest("hex");
}

/** What is kept on the machine beside a system: what was contributed to it. Not part of the system, which does not depend on it. */
export interface NixosRecord extends Contributions {
  readonly version: 1;
  /** The inputs of the flake as they were locked: `{ nixpkgs: "github:NixOS/nixpkgs/1a2b3c4 (2026-05-01)" }`. */
  readonly inputs: { readonly [name: string]: string };
}
