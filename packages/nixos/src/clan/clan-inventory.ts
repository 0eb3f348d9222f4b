/** The types of an inventory of Clan, as JSON. */

/** The value of `clan.inventory`. */
export interface ClanInventory {
  readonly meta: { readonly name: string; readonly description?: string | undefined; readonly domain: string };
  readonly machines: { readonly [machine: string]: ClanMachine };
  /** Tags that no machine carries. Other tags stand on the machines. */
  readonly tags?: { readonly [tag: string]: readonly string[] } | undefined;
  readonly instances: { readonly [instance: string]: ClanInstance };
}

export interface ClanMachine {
  readonly description?: string | undefined;
  readonly machineClass: "nixos" | "darwin";
  readonly tags?: readonly string[] | undefined;
  readonly deploy?: { readonly targetHost: string } | undefined;
}

export interface ClanInstance {
  /** The `input` null is clan-core, `self` is the flake of the inventory. */
  readonly module: { readonly name: string; readonly input: string | null };
  readonly roles: { readonly [role: string]: ClanRole };
}

export interface ClanPlace {
  /** A module: definitions, or `{ config: … }`. */
  readonly settings?: object | undefined;
}
export interface ClanRole extends ClanPlace {
  readonly machines?: { readonly [machine: string]: ClanPlace } | undefined;
  readonly tags?: { readonly [tag: string]: ClanPlace } | undefined;
}

/** The name of the input whose services are those of clan-core. */
export const clanCore = "clan-core";
/** Classes of machines that Clan knows. */
export const clanClasses: readonly string[] = ["nixos", "darwin"];
