/** Helpers of tests that evaluate inventories with machines of NixOS and nix-darwin. */
import { type Evaluated, evaluateInventory, type Inventory } from "@troupe/core";
import { systemOptions } from "@troupe/vocabulary";
import { darwinClass } from "../platforms/darwin.ts";
import { nixosClass } from "../platforms/nixos.ts";

const linuxClass = { name: "linux", result: "linuxModule", modules: [{ options: systemOptions }] } as const;

/** Evaluates an inventory in which machines without a class are of class `nixos`. */
export const evaluateNixos = (inventory: Inventory): Evaluated =>
  evaluateInventory(inventory, { classes: [nixosClass, linuxClass, darwinClass] });
