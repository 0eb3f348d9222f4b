/** What a `nixosModule` is, and `nixos()`, which gives it types. */
import { type Site } from "@troupe/modules";
import { callSite } from "@troupe/modules/internal";
import type { NixValue } from "../expression/nix-value.ts";

/** The arguments of a module of NixOS. They record what is done with them. */
export interface NixosArguments {
  /** The configuration of the whole machine. */
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
  // oxlint-disable-next-line typescript/no-explicit-any -- what others set with _module.args
  readonly [argument: string]: any;
}

/** A module of NixOS: definitions, a function that returns them, `nixFile(…)`, `flakeInput(…)`, or several of these. */
export type NixosModule = object | ((given: NixosArguments) => NixosModule);

const sites = new WeakMap<object, Site>();

/**
 * A module of NixOS. It returns what it is given, with types for the function's arguments, and remembers where it was called.
 *
 * @example
 * const module = nixos(({ pkgs }) => ({
 *   environment: { systemPackages: [pkgs.borgbackup] },
 * }));
 */
export function nixos<M extends NixosModule>(module: M & (M extends Function ? (given: NixosArguments) => NixosModule : unknown)): M {
  sites.set(module, callSite(nixos));
  return module;
}

/** Where {@link nixos} was called to make a module. */
export const siteOfModule = (module: object): Site | undefined => sites.get(module);
