/** The type of a `nixosModule`, and `nixos()`, which gives one its types. */
import { type Site } from "@troupe/modules";
import { callSite } from "@troupe/modules/internal";
import type { NixValue } from "../expression/nix-value.ts";

/** The arguments of a NixOS module: Nix values, which record selections and calls. */
export interface NixosArguments {
  /** The configuration of the machine. */
  readonly config: NixValue;
  /** nixpkgs: `pkgs.redis`. */
  readonly pkgs: NixValue;
  /** The library of nixpkgs: `lib.mkIf`, `lib.concatStringsSep`. */
  readonly lib: NixValue;
  /** The declarations of options. */
  readonly options: NixValue;
  /** The inputs of the flake. */
  readonly inputs: NixValue;
  readonly modulesPath: NixValue;
  // oxlint-disable-next-line typescript/no-explicit-any -- arguments that other modules set with _module.args
  readonly [argument: string]: any;
}

/**
 * A NixOS module: definitions, a function that returns definitions, `nixFile(…)`, `flakeInput(…)`, or a list of these.
 */
export type NixosModule = object | ((given: NixosArguments) => NixosModule);

const sites = new WeakMap<object, Site>();

/**
 * Returns a NixOS module unchanged, with types for the function's arguments, and remembers the place of the call.
 *
 * @example
 * const module = nixos(({ pkgs }) => ({
 *   environment: { systemPackages: [pkgs.borgbackup] },
 * }));
 */
export function nixos<M extends NixosModule>(
  module: M & (M extends Function ? (given: NixosArguments) => NixosModule : unknown),
): M {
  sites.set(module, callSite(nixos));
  return module;
}

/** Returns the place where {@link nixos} was called with a module. */
export const siteOfModule = (module: object): Site | undefined => sites.get(module);
