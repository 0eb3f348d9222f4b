/** A difference between two evaluations, and who wrote what differs. */
import { type DefinitionInfo, force, isTroupeError, type Site } from "@troupe/modules";
import { isOwnFile } from "../code-owner.ts";
import type { PartDifference } from "./second.ts";

/** A difference with those who defined what differs. */
export interface Traced extends PartDifference {
  readonly definitions: readonly DefinitionInfo[];
}

/** A difference with what is defined at its path in the first evaluation, or at the nearest one around it. */
export function traced(difference: PartDifference): Traced {
  const { own, path } = difference;
  for (let length = own === undefined ? 0 : path.length; length > 0; length--) {
    const definitions = own!.definitionsAt(path.slice(0, length)).filter(({ status }) => status === "used");
    if (definitions.length > 0) return { ...difference, definitions };
  }
  return { ...difference, definitions: [] };
}

/** Where the project wrote what differs. */
export function sitesOf({ definitions, after }: Traced): readonly Site[] {
  const written = definitions.filter(({ site }) => site.file !== undefined && !isOwnFile(site.file));
  // Where several definitions make up a text, those that are in the other one too are not to blame.
  const suspicious = written.filter(({ value }) => typeof after !== "string" || !after.includes(textOf(value)));
  return (suspicious.length > 0 ? suspicious : written).map(({ site }) => site);
}

function textOf(value: unknown): string {
  try {
    return String(force(value));
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return "";
  }
}
