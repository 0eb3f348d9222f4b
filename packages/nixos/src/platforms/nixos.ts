/** NixOS as a platform. */
import type { ClusterServiceContext, MachineClass } from "@troupe/core";
import type { NixValue } from "../expression/nix-value.ts";
import { healthChecksModule } from "../portable/health-checks.ts";
import { nixosRules } from "../portable/nixos.ts";
import { ruleTree } from "../portable/rule-tree.ts";
import { nixClass, type NixPlatform } from "./platform.ts";

declare module "@troupe/core" {
  interface MachineClasses {
    readonly nixos: MachineClass;
  }
  interface ClassResults {
    /** For machines of class `nixos` only. */
    readonly nixosModule?: unknown;
  }
  interface ClassDefinitions<R, F> {
    /**
     * Like `definition`, but for machines of class `nixos` alone: a NixOS module, or a closure of
     * `{ config, pkgs, lib }`.
     */
    readonly nixosDefinition?: (context: ClusterServiceContext<R, F>) => unknown;
  }
}

/** Machines with NixOS. Troupe evaluates and checks their portable definitions; the rest is for NixOS. */
export const nixosClass = nixClass("nixos", { result: "nixosModule", definition: "nixosDefinition" });

export const nixosPlatform: NixPlatform = {
  name: "NixOS",
  result: "nixosModule",
  machineClass: nixosClass,
  rules: ruleTree(nixosRules),
  modules: new Map([["health-checks.nix", healthChecksModule]]),
  outputs: { modules: "nixosModules", configurations: "nixosConfigurations" },
  inputs: {},
  systemFunction: (nixpkgs) => nixpkgs["lib"].nixosSystem as NixValue,
  isDeployable: true,
};
