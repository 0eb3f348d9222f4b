/**
 * The platform of machines of class `nixos`: systems that Nix builds, switched with the same confirmation as all
 * others.
 */
import { nixosClass } from "@troupe/nixos";
import type { Platform } from "../../deploy/model/platform.ts";
import type { NixosStateDetails } from "./details.ts";
import { emissionProblems } from "./emission-problems.ts";
import { planDetailsLines } from "./plan-details.ts";

export const nixosPlatform: Platform = {
  machineClass: nixosClass,
  diagnostics: emissionProblems,
  deployment: async () => (await import("./deployment.ts")).nixosDeployment,
  withoutPackages: "NixOS is built by Nix, from its own configuration.",
  flags: {
    lock: {
      placeholder: "machine",
      brief: "Where the inputs of NixOS systems are locked: a machine that you trust, or here (this computer)",
    },
    nix: {
      values: ["here", "there"],
      brief: "Where NixOS systems are built: on this computer or on the machine (default: here, if Nix is)",
    },
  },
  buildFlag: {
    name: "nixos",
    brief: "Instead: write the flake of all machines with NixOS and macOS to this folder, mostly the project's own",
    writes: "the flake of all machines",
    use: {
      folder: "flake",
      summary:
        "Write the flake of all NixOS and macOS machines, for `nixos-rebuild`, nixos-anywhere, colmena, deploy-rs",
      guide: "nixos",
    },
    write: async (...order) => (await import("./flake/build-flake.ts")).buildFlake(...order),
  },
  changeKinds: { input: { noun: "input" }, module: { noun: "module" } },
  planDetails: planDetailsLines,
  stateRemarks({ generations }: NixosStateDetails, { current }) {
    const generation = generations.findLast(({ id }) => id === current);
    return generation === undefined ? [] : [`generation ${generation.number}`];
  },
};
