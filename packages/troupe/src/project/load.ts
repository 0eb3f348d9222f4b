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

/** A project as it lies on disk. */
export interface Project {
  /** Absolute. */
  readonly folder: string;
  readonly sources: readonly InventorySource[];
}

const scripts = ["troupe.ts", "troupe.mts", "troupe.js", "troupe.mjs"];

/** The files that a project may begin with, in the order in which they are looked for. */
export const projectFiles = (folder: string): { readonly scripts: readonly string[]; readonly json: string } => ({
  scripts: scripts.map((name) => join(folder, name)),
  json: join(folder, "inventory.json"),
});

/**
 * Reads the project in a folder.
 *
 * @throws TRP40xx: there is none, a file cannot be read, or what it holds is not an inventory
 */
export async function loadProject(directory: string): Promise<Project> {
  const folder = resolve(directory);
  const { scripts: candidates, json } = projectFiles(folder);
  const script = candidates.find((file) => existsSync(file));
  const hasJson = existsSync(json);
  if (script === undefined && !hasJson) fail(noProject, { folder });
  const inventory = script === undefined ? undefined : await loadInventory(script);
  const own = inventory === undefined ? [] : inventorySources(inventory, { withJson: !hasJson });
  const written = hasJson ? readJson(json) : undefined;
  refuseClans(written, json);
  const fromJson = hasJson ? [await jsonSource(written, json)] : [];
  // The file beside troupe.ts is read here, where places in it are known; passing it to defineInventory as well was for the types.
  const passed = inventory === undefined || !hasJson ? [] : inventoryJson(inventory);
  const others = passed.filter((value) => JSON.stringify(value) !== JSON.stringify(written));
  return {
    folder,
    sources: [...own, ...fromJson, ...others.map((value) => ({ value, site: { file: script, label: "the json of defineInventory" } }))],
  };
}

async function loadInventory(file: string): Promise<Inventory> {
  const exported = (await importModule(file))["default"];
  if (isInventory(exported)) return exported;
  const got = exported === undefined ? "nothing" : kindOf(exported);
  throw new TroupeError([diagnose(notAnInventory, { file: basename(file), got }, { marks: [{ site: defaultExport(file) }] })]);
}

/**
 * The value of a JSON file.
 *
 * @throws TRP4008 if it cannot be read, TRP4002 if it is not JSON
 */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "EISDIR" ? "it is a folder" : (error as Error).message.replace(/, \w+( '.*')?$/, "");
    return fail(fileUnreadable, { file: basename(file), error: why }, { marks: [{ site: { file } }] });
  }
  return parseJson(text, file);
}

/** @throws TRP4014 for an inventory of Clan's: nearly all of it would be read, and some of it as something else. */
function refuseClans(written: unknown, file: string): void {
  const machines = isPlainObject(written) ? written["machines"] : undefined;
  if (!isPlainObject(machines)) return;
  for (const [machine, value] of Object.entries(machines)) {
    if (!isPlainObject(value) || !("machineClass" in value)) continue;
    fail(inventoryOfClan, { machine }, { marks: [{ site: { file, pointer: ["machines", machine, "machineClass"] } }] });
  }
}

/** `inventory.json` with its `inputs` (names of packages or relative modules) replaced by the services they have. */
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
