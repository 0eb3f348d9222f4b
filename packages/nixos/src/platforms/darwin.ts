/** macOS with nix-darwin as a platform. */
import type { ClusterServiceContext, MachineClass } from "@troupe/core";
import type { NixValue } from "../expression/nix-value.ts";
import { followsNixpkgs } from "../flake/inputs.ts";
import { darwinRules } from "../portable/darwin.ts";
import { ruleTree } from "../portable/rule-tree.ts";
import { nixClass, type NixPlatform } from "./platform.ts";

declare module "@troupe/core" {
  interface MachineClasses {
    readonly darwin: MachineClass;
  }
  interface ClassResults {
    /** For machines of class `darwin` only. */
    readonly darwinModule?: unknown;
  }
  interface ClassDefinitions<R, F> {
    /** Like `definition`, but for machines of class `darwin` alone: a module of nix-darwin. */
    readonly darwinDefinition?: (context: ClusterServiceContext<R, F>) => unknown;
  }
}

/**
 * Machines with macOS and nix-darwin. Troupe evaluates and checks their portable definitions; the rest is for
 * nix-darwin.
 */
export const darwinClass = nixClass("darwin", { result: "darwinModule", definition: "darwinDefinition" });

export const darwinPlatform: NixPlatform = {
  name: "macOS",
  result: "darwinModule",
  machineClass: darwinClass,
  rules: ruleTree(darwinRules),
  modules: new Map(),
  outputs: { modules: "darwinModules", configurations: "darwinConfigurations" },
  inputs: { "nix-darwin": followsNixpkgs("github:nix-darwin/nix-darwin") },
  systemFunction: (_, inputs) => inputs["nix-darwin"].lib.darwinSystem as NixValue,
  isDeployable: false,
};
