/** What Clan calls an inventory, as JSON holds it. */

/** `clan.inventory` */
export interface ClanInventory {
  readonly meta: { readonly name: string; readonly description?: string | undefined; readonly domain: string };
  readonly machines: { readonly [machine: string]: ClanMachine };
  /** Tags of which no machine carries one; the others stand on the machines. */
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
  /** `input` null is clan-core itself, `self` the flake that the inventory is part of. */
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

/** What services are called here that clan-core has itself: the input that `inputs` names them by. */
export const clanCore = "clan-core";
/** Classes of machines that Clan knows. */
export const clanClasses: readonly string[] = ["nixos", "darwin"];
