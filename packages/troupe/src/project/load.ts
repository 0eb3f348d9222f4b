/** Loads a project: `troupe.ts`, `inventory.json`, or both, which merge. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type Inventory, type InventorySource, inventorySources } from "@troupe/core";
import { inventoryJson, isInventory } from "@troupe/core/internal";
import { diagnose, fail, isPlainObject, kindOf, type Site, TroupeError } from "@troupe/modules";
import { fileUnreadable, inventoryOfClan, noProject, notAnInventory } from "./diagnostics.ts";
import { parseJson } from "./json.ts";
import { defaultExport } from "./exported-names.ts";
import { importFrom, importModule } from "./typescript.ts";

/** The files of a project, loaded. */
export interface Project {
  /** The absolute path of the folder. */
  readonly folder: string;
  readonly sources: readonly InventorySource[];
}

const scripts = ["troupe.ts", "troupe.mts", "troupe.js", "troupe.mjs"];

/** Returns the files that a project may consist of; of the scripts, the first that exists counts. */
export const projectFiles = (folder: string): { readonly scripts: readonly string[]; readonly json: string } => ({
  scripts: scripts.map((name) => join(folder, name)),
  json: join(folder, "inventory.json"),
});

/**
 * Loads the project in a folder.
 *
 * @throws TRP40xx if there is no project, a file cannot be read, or a file has no inventory
 */
export async function loadProject(directory: string): Promise<Project> {
  const folder = resolve(directory);
  const { scripts: candidates, json } = projectFiles(folder);
  const script = candidates.find((file) => existsSync(file));
  const hasJson = existsSync(json);
  if (script === undefined && !hasJson) fail(noProject, { folder });
  // The script may import inventory.json as well, so its faults are reported before the script runs.
  const jsonValue = hasJson ? readJson(json) : undefined;
  const inventory = script === undefined ? undefined : await loadInventory(script);
  const fromScript = inventory === undefined ? [] : inventorySources(inventory, { withJson: !hasJson });
  refuseClanInventory(jsonValue, json);
  const fromJson = hasJson ? [await jsonSource(jsonValue, json)] : [];
  // A script passes inventory.json to defineInventory for the types. The file itself is the source, because places in it are known.
  const passed = inventory === undefined || !hasJson ? [] : inventoryJson(inventory);
  const others = passed.filter((value) => JSON.stringify(value) !== JSON.stringify(jsonValue));
  return {
    folder,
    sources: [
      ...fromScript,
      ...fromJson,
      ...others.map((value) => ({ value, site: { file: script, label: "the json of defineInventory" } })),
    ],
  };
}

async function loadInventory(file: string): Promise<Inventory> {
  const exported = (await importModule(file))["default"];
  if (isInventory(exported)) return exported;
  const got = exported === undefined ? "nothing" : kindOf(exported);
  throw new TroupeError([diagnose(notAnInventory, { file: basename(file), got }, { marks: [{ site: defaultExport(file) }] })]);
}

/**
 * Reads a JSON file.
 *
 * @throws TRP4008 if the file cannot be read, otherwise as {@link parseJson}
 */
export function readJson(file: string): unknown {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "EISDIR" ? "it is a folder" : (error as Error).message.replace(/, \w+( '.*')?$/, "");
    return fail(fileUnreadable, { file: basename(file), error: why }, { marks: [{ site: { file } }] });
  }
  return parseJson(bytes, file);
}

/** @throws TRP4014 for an inventory of Clan, because Troupe would accept most of it and read some of it with another meaning */
function refuseClanInventory(inventory: unknown, file: string): void {
  const machines = isPlainObject(inventory) ? inventory["machines"] : undefined;
  if (!isPlainObject(machines)) return;
  for (const [machine, value] of Object.entries(machines)) {
    if (!isPlainObject(value) || !("machineClass" in value)) continue;
    fail(inventoryOfClan, { machine }, { marks: [{ site: { file, pointer: ["machines", machine, "machineClass"] } }] });
  }
}

/** Returns `inventory.json` with the services of its `inputs` in place of the names of packages and relative modules. */
async function jsonSource(value: unknown, file: string): Promise<InventorySource> {
  const site: Site = { file };
  if (!isPlainObject(value) || !isPlainObject(value["inputs"])) return { value, site };
  const inputs: { [input: string]: unknown } = {};
  for (const [name, from] of Object.entries(value["inputs"])) inputs[name] = typeof from === "string" ? await servicesOf(from, file) : from;
  return { value: { ...value, inputs }, site };
}

async function servicesOf(from: string, importer: string): Promise<unknown> {
  const module = await importFrom(from, importer);
  return module["services"] ?? module;
}
