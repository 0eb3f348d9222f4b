/** Machines as machines of Clan, and the losses. */
import { type InventoryModel, type Machine } from "@troupe/core";
import { machinePath, parseTargetHost } from "@troupe/core/internal";
import type { Site } from "@troupe/modules";
import type { Loss } from "./losses.ts";
import { clanClasses, type ClanMachine } from "./clan-inventory.ts";

/** True for tags that Clan and Troupe compute themselves. */
export const isComputed = (tag: string): boolean => tag === "all" || tag === "linux" || clanClasses.includes(tag);

/** True for a machine of a class that Clan knows. */
export const isClanMachine = ({ class: machineClass }: Machine): boolean => clanClasses.includes(machineClass);

/** Returns a machine as one of Clan. */
export function clanMachine({ description, class: machineClass, tags, targetHost }: Machine): ClanMachine {
  const own = tags.filter((tag) => !isComputed(tag));
  return {
    ...(description !== undefined && { description }),
    machineClass: machineClass as ClanMachine["machineClass"],
    ...(own.length > 0 && { tags: own }),
    ...(targetHost !== undefined && { deploy: { targetHost: bracketed(targetHost) } }),
  };
}

/** Puts an IPv6 address into brackets, as Clan demands. */
function bracketed(targetHost: string): string {
  const { user, host, port } = parseTargetHost(targetHost) ?? { host: targetHost };
  if (!host.includes(":") || port !== undefined) return targetHost;
  return `${user === undefined ? "" : `${user}@`}[${host}]`;
}

/** Returns the losses of a machine, whose name in Clan is `name`; undefined for a machine that Clan does not get. */
export function lossesOfMachine(
  machine: Machine,
  name: string | undefined,
  { extensions }: InventoryModel,
): readonly Loss[] {
  const about = { name: machine.name, site: machine.site };
  const at = (key: string): Site => ({ ...machine.site, pointer: [...machinePath(machine), key] });
  if (name === undefined) {
    const fate = (names: string, are: string) => `${names} ${are} left out, with all roles`;
    const instead = 'Clan has machines of class "nixos" and "darwin".';
    return [{ ...about, what: `machines of class "${machine.class}"`, fate, instead, site: at("class") }];
  }
  const losses: Loss[] = [];
  const leftOut = (what: string, instead?: string, site = about.site) =>
    losses.push({ ...about, what, fate: (names) => `those of ${names} are left out`, instead, site });
  if (machine.cluster !== undefined) {
    const fate = (names: string) => `machines are written as members of none (${names})`;
    losses.push({ ...about, name: `${machine.name} as ${name}`, what: "clusters", fate });
  }
  if (machine.module.length > 0)
    leftOut(
      "modules of machines",
      "In Clan they are clan.machines.NAME; troupe build --nixos writes them as Nix.",
      at("module"),
    );
  if (machine.users.length > 0)
    leftOut("users of machines", "In Clan users are made by a service, or by clan.machines.NAME.", at("users"));
  if (machine.facts.length > 0) leftOut("facts of machines", undefined, at("facts"));
  if (extensions.length > 0) leftOut("what extensions add to machines");
  const target = machine.targetHost === undefined ? undefined : parseTargetHost(machine.targetHost);
  if (target !== undefined && machine.address !== target.host)
    leftOut("addresses besides deploy.targetHost", undefined, at("address"));
  if (target !== undefined && target.user === undefined) {
    const fate = (names: string) =>
      `Clan logs in as root on ${names}, where ssh takes your own name or what its configuration says`;
    const instead = 'Write the user: deploy: { targetHost: "root@192.0.2.1" }';
    losses.push({ ...about, what: "addresses without a user", fate, instead });
  }
  return losses;
}
