/** For tests: inventories of machines that NixOS and nix-darwin evaluate. */
import { type Evaluated, evaluateInventory, type Inventory } from "@troupe/core";
import { systemOptions } from "@troupe/vocabulary";
import { darwinClass } from "../platforms/darwin.ts";
import { nixosClass } from "../platforms/nixos.ts";

const linuxClass = { name: "linux", result: "linuxModule", modules: [{ options: systemOptions }] } as const;

/** An evaluation in which machines that do not say are of class `nixos`. */
export const evaluateNixos = (inventory: Inventory): Evaluated =>
  evaluateInventory(inventory, { classes: [nixosClass, linuxClass, darwinClass] });
