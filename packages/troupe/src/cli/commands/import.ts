/** `troupe import FILE`: converts Clan's inventory.json to an inventory of Troupe. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fail } from "@troupe/modules";
import { fromClan } from "@troupe/nixos";
import { writeWhole } from "../../files/write-whole.ts";
import { readJson } from "../../project/load.ts";
import { defineCommand } from "../command.ts";
import { runCommand } from "../run-command.ts";
import { fileInTheWay } from "../diagnostics.ts";

export const command = defineCommand({
  brief: "Convert Clan's inventory.json to an inventory of Troupe",
  uses: [{ usage: "import FILE", example: "import clan.json --out imported.json", guide: "clan" }],
  flags: {
    out: {
      kind: "parsed",
      parse: String,
      optional: true,
      placeholder: "file",
      brief: "Write it to this file, which must not be there yet",
    },
  },
  positional: { kind: "tuple", parameters: [{ placeholder: "file", brief: "The inventory.json of a clan" }] },
  async run(context, flags, given) {
    await runCommand(context, flags, async () => {
      const folder = resolve(context.cwd, flags.directory);
      const file = resolve(folder, given);
      const { inventory, diagnostics } = fromClan(readJson(file), {
        site: { file },
        folders: machineFolders(dirname(file)),
      });
      if (flags.out === undefined)
        return { json: { inventory }, text: JSON.stringify(inventory, null, 2), diagnostics, folder };
      const out = resolve(folder, flags.out);
      const shown = relative(context.cwd, out);
      if (existsSync(out))
        fail(fileInTheWay, {
          files: [shown],
          instead: "Name another file, and take from it what you need: --out FILE",
        });
      await writeWhole(out, Buffer.from(`${JSON.stringify(inventory, null, 2)}\n`));
      return { json: { inventory, file: out }, text: `Wrote ${shown}.${next(inventory)}`, diagnostics, folder };
    });
  },
});

/** Returns the names of the folders below `machines`: for Clan, each is a machine. */
function machineFolders(clan: string): readonly string[] {
  const folder = join(clan, "machines");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
}

/** Describes the services that instances need, by the input that must offer them. */
function next({ instances = {} }: { readonly instances?: unknown }): string {
  const services = new Map<string, Set<string>>();
  for (const { module } of Object.values(
    instances as { readonly [name: string]: { readonly module?: { name: string; input?: string } } },
  )) {
    if (module === undefined) continue;
    const input = module.input ?? "self";
    services.set(input, (services.get(input) ?? new Set()).add(module.name));
  }
  const lines = [...services].map(([input, names]) => {
    const where = input === "self" ? "`services` of troupe.ts" : `\`inputs\`, as ${JSON.stringify(input)}`;
    return `  ${[...names].toSorted().join(", ")}: in ${where}`;
  });
  return lines.length === 0 ? "" : `\nServices are written in TypeScript. It needs:\n${lines.join("\n")}`;
}
