/** The options of a project's flake: `export const flake` beside the inventory. */
import { existsSync } from "node:fs";
import { fail, isPlainObject } from "@troupe/modules";
import type { FlakeInputs } from "@troupe/nixos";
import { projectFiles } from "../../../project/load.ts";
import { importModule } from "../../../project/typescript.ts";
import { invalidFlakeOptions } from "../diagnostics.ts";

/** The options in `export const flake`. */
export type FlakeOptions = Pick<FlakeInputs, "inputs" | "deployers" | "hostPlatforms">;

/** Of the project in a folder; nothing where it says nothing. */
export async function flakeOptionsOf(folder: string): Promise<FlakeOptions> {
  // Loaded already: this is the same module once more.
  const script = projectFiles(folder).scripts.find((file) => existsSync(file));
  const given = script === undefined ? undefined : (await importModule(script))["flake"];
  if (given === undefined) return {};
  const problem = problemOf(given);
  if (problem !== undefined) fail(invalidFlakeOptions, { problem }, { marks: [{ site: { file: script } }] });
  return given as FlakeOptions;
}

const isText = (value: unknown): boolean => typeof value === "string";
const isInput = (value: unknown): boolean =>
  isText(value) ||
  (isPlainObject(value) &&
    isText(value["url"]) &&
    (value["follows"] === undefined ||
      (isPlainObject(value["follows"]) && Object.values(value["follows"]).every(isText))));

function problemOf(given: unknown): string | undefined {
  if (!isPlainObject(given)) return "it is not an object";
  const { inputs = {}, deployers = [], hostPlatforms = {}, ...others } = given;
  const [other] = Object.keys(others);
  if (other !== undefined) return `it has ${JSON.stringify(other)}, which means nothing`;
  if (!isPlainObject(inputs) || !Object.values(inputs).every(isInput))
    return "its inputs are not addresses, or objects with url and follows";
  if (!Array.isArray(deployers) || !deployers.every((name) => name === "colmena" || name === "deploy-rs"))
    return 'its deployers are not a list of "colmena" and "deploy-rs"';
  if (!isPlainObject(hostPlatforms) || !Object.values(hostPlatforms).every(isText))
    return "its hostPlatforms are not texts by machine";
  return undefined;
}
