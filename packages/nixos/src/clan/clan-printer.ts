/** Clan's inventory as a file of Nix. */
import { printModule } from "../modules/module.ts";
import type { ClanInventory } from "./clan-inventory.ts";

/**
 * A module for `clan.inventory.imports`.
 *
 * @example
 * printClan({ meta: { name: "home", domain: "home.arpa" }, machines: { alice: { machineClass: "nixos" } }, instances: {} }).split("\n").at(-3);
 * // => "  instances = { };"
 */
export const printClan = (inventory: ClanInventory): string =>
  printModule({ name: `Troupe, inventory ${inventory.meta.name}`, definitions: { ...inventory }, parts: [] }).text;
