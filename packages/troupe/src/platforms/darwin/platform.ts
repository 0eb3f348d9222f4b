/** The platform of machines of class `darwin`: Troupe writes their Nix, and applies nothing. */
import { darwinClass } from "@troupe/nixos";
import type { Platform } from "../../deploy/model/platform.ts";
import { emissionProblems } from "../nixos/emission-problems.ts";

export const darwinPlatform: Platform = {
  machineClass: darwinClass,
  diagnostics: emissionProblems,
  planDetails: () => ["  its flake is written by troupe build --nixos FOLDER, and applied by darwin-rebuild"],
};
