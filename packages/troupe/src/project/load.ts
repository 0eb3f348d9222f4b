/** Loads a project: `troupe.ts`, `inventory.json`, or both, which merge. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type Inventory, type InventorySource, inventorySources } from "@troupe/core";
import { inventoryJson, isInventory } from "@troupe/core/internal";
import { diagnose, fail, isPlainObject, kindOf, type Site, TroupeError } from "@troupe/modules";
import { fileUnreadable, forbiddenInput, inventoryOfClan, noProject, notAnInventory } from "./diagnostics.ts";
import { inputProblem } from "./inputs.ts";
import { parseJson } from "./json.ts";
import { defaultExport } from "./exported-names.ts";
import { importFrom, importModule } from "./typescript.ts";

/** The folder of a project and the sources of the project's inventory. */
export interface Project {
  /** The absolute path of the folder. */
  readonly folder: string;
  /** The sources from the script and from `inventory.json`, which merge into one inventory. */
  readonly sources: readonly InventorySource[];
}

const scripts = ["troupe.ts", "troupe.mts", "troupe.js", "troupe.mjs"];

/** Returns the files that a project may consist of. Of the scripts, Troupe loads only the first that exists. */
export const projectFiles = (folder: string): { readonly scripts: readonly string[]; readonly json: string } => ({
  scripts: scripts.map((name) => join(folder, name)),
  json: join(folder, "inventory.json"),
});

/**
 * Loads the project in a folder.
 *
 * @throws TRP4001 if the folder has no project
 * @throws TRP4003 to TRP4006, TRP4010 as {@link importModule}
 * @throws TRP4007 if the script has no inventory as its default export
 * @throws TRP4002, TRP4008, TRP4015 to TRP4018 as {@link readJson}
 * @throws TRP4030 if an input of `inventory.json` is neither a package nor a module of the project
 * @throws TRP4014 if `inventory.json` is an inventory of Clan
 */
export async function loadProject(path: string): Promise<Project> {
  const folder = resolve(path);
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
  // A script may also pass the contents of inventory.json to defineInventory, which makes the names in the file known
  // to the types. Such a value is left out here, because the file is a source already and its definitions have lines
  // and columns. Other values are sources.
  const jsonOfScript = inventory === undefined || !hasJson ? [] : inventoryJson(inventory);
  const generatedJson = jsonOfScript.filter((value) => JSON.stringify(value) !== JSON.stringify(jsonValue));
  return {
    folder,
    sources: [
      ...fromScript,
      ...fromJson,
      ...generatedJson.map((value) => ({
        value,
        site: { file: script, label: "the property `json` of defineInventory" },
      })),
    ],
  };
}

async function loadInventory(file: string): Promise<Inventory> {
  const exported = (await importModule(file))["default"];
  if (isInventory(exported)) return exported;
  const got = exported === undefined ? "nothing" : kindOf(exported);
  throw new TroupeError([
    diagnose(notAnInventory, { file: basename(file), got }, { marks: [{ site: defaultExport(file) }] }),
  ]);
}

/**
 * Reads a JSON file.
 *
 * @throws TRP4008 if the file cannot be read
 * @throws TRP4002, TRP4015 to TRP4018 as {@link parseJson}
 */
export function readJson(file: string): unknown {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    // Node's message ends with the system call and the path (", open '/home/ann/inventory.json'"). The mark names the
    // path already.
    const reason =
      (error as NodeJS.ErrnoException).code === "EISDIR"
        ? "it is a folder"
        : (error as Error).message.replace(/, \w+( '.*')?$/, "");
    return fail(fileUnreadable, { file: basename(file), error: reason }, { marks: [{ site: { file } }] });
  }
  return parseJson(bytes, file);
}

/**
 * Refuses an inventory of Clan. Troupe would accept most of its properties, but some of them have another meaning in
 * Troupe.
 *
 * @throws TRP4014
 */
function refuseClanInventory(inventory: unknown, file: string): void {
  const machines = isPlainObject(inventory) ? inventory["machines"] : undefined;
  if (!isPlainObject(machines)) return;
  for (const [machine, value] of Object.entries(machines)) {
    if (!isPlainObject(value) || !("machineClass" in value)) continue;
    fail(inventoryOfClan, { machine }, { marks: [{ site: { file, pointer: ["machines", machine, "machineClass"] } }] });
  }
}

/**
 * Returns the value of `inventory.json` as a source. Each name of a package or of a relative module in `inputs` is
 * replaced by the services that the package or module exports.
 *
 * @throws TRP4030 for other inputs
 */
async function jsonSource(value: unknown, file: string): Promise<InventorySource> {
  const site: Site = { file };
  if (!isPlainObject(value) || !isPlainObject(value["inputs"])) return { value, site };
  const written = Object.entries(value["inputs"]);
  // No code runs before all of it is known to be the project's.
  const problems = written.flatMap(([name, input]) => {
    const problem = typeof input === "string" ? inputProblem(input, file) : undefined;
    const marks = [{ site: { file, pointer: ["inputs", name] } }];
    return problem === undefined
      ? []
      : [diagnose(forbiddenInput, { name, input: input as string, problem }, { marks })];
  });
  if (problems.length > 0) throw new TroupeError(problems);
  const inputs: { [input: string]: unknown } = {};
  for (const [name, input] of written) {
    inputs[name] = typeof input === "string" ? await servicesOf(input, file) : input;
  }
  return { value: { ...value, inputs }, site };
}

async function servicesOf(specifier: string, importer: string): Promise<unknown> {
  const module = await importFrom(specifier, importer);
  // Without an export named `services`, each export of the module is a service.
  return module["services"] ?? module;
}
