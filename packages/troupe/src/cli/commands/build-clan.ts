/** `troupe build --clan FILE`: writes the inventory for Clan, as JSON or as a Nix module. */
import { basename, dirname, join, relative, resolve } from "node:path";
import { mkdir } from "node:fs/promises";
import type { Evaluated } from "@troupe/core";
import { fail, TroupeError } from "@troupe/modules";
import { type ClanInventory, printClan, toClan } from "@troupe/nixos";
import { writeWhole } from "../../files/write-whole.ts";
import type { Outcome } from "../run-command.ts";
import { clanFileName, ownInventoryFile } from "../diagnostics.ts";
import { count } from "../../text/text.ts";
import type { CliContext } from "../terminal.ts";

/** What became of the file, and what Clan's inventory does not say. */
export async function buildClan(
  { cwd }: CliContext,
  folder: string,
  evaluated: Evaluated,
  file: string,
): Promise<Required<Pick<Outcome, "json" | "text" | "diagnostics">>> {
  const place = resolve(cwd, file);
  const shown = relative(cwd, place);
  const isNix = place.endsWith(".nix");
  if (!isNix && !place.endsWith(".json")) fail(clanFileName, { file: shown });
  if (place === join(folder, "inventory.json")) fail(ownInventoryFile, { file: shown });
  const { inventory, diagnostics } = toClan(evaluated.inventory);
  const problems = diagnostics.filter(({ blocks }) => blocks !== "nothing");
  if (problems.length > 0) throw new TroupeError(problems);
  await mkdir(dirname(place), { recursive: true });
  await writeWhole(place, Buffer.from(isNix ? printClan(inventory) : `${JSON.stringify(inventory, null, 2)}\n`));
  return {
    json: { clan: { file: place, inventory } },
    text: `${told(inventory, shown)}\n\n${next(inventory, basename(place))}`,
    diagnostics,
  };
}

const told = ({ machines, instances }: ClanInventory, shown: string): string =>
  `Clan's inventory of ${count(Object.keys(machines).length, "machine")} and ${count(Object.keys(instances).length, "instance")} is in ${shown}.`;

function next({ instances }: ClanInventory, name: string): string {
  const wanted = Object.values(instances).flatMap(({ module }) => (module.input === "self" ? module.name : []));
  const used = name.endsWith(".nix")
    ? `clan.inventory.imports = [ ./${name} ];`
    : `clan.inventory = builtins.fromJSON (builtins.readFile ./${name});`;
  const steps = [
    name === "inventory.json"
      ? "Clan reads it by itself if it lies in the clan's folder."
      : `In the clan's flake: ${used}`,
  ];
  if (wanted.length > 0)
    steps.push(`Services that the clan needs as clan.modules.NAME: ${[...new Set(wanted)].toSorted().join(", ")}`);
  return steps.join("\n");
}
