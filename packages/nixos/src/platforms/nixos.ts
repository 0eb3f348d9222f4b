/** NixOS as a platform. */
import type { NixValue } from "../expression/nix-value.ts";
import { healthChecksModule } from "../portable/health-checks.ts";
import { nixosRules } from "../portable/nixos.ts";
import { ruleTree } from "../portable/rule-tree.ts";
import { nixClass, type NixPlatform } from "./platform.ts";

/** Machines with NixOS. Troupe evaluates and checks their portable definitions; the rest is for NixOS. */
export const nixosClass = nixClass("nixos", "nixosModule");

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
