/** The definitions and places behind a difference between two evaluations. */
import { type DefinitionInfo, force, isTroupeError, type Site } from "@troupe/modules";
import { isTroupeFile } from "../code-owner.ts";
import type { PartDifference } from "./comparison.ts";

/** A difference with the definitions of the differing value. */
export interface TracedDifference extends PartDifference {
  readonly definitions: readonly DefinitionInfo[];
}

/**
 * Adds the definitions in the first evaluation: of the difference's path, or of the nearest path above that has
 * definitions.
 */
export function traceDifference(difference: PartDifference): TracedDifference {
  const { first, path } = difference;
  for (let length = first === undefined ? 0 : path.length; length > 0; length--) {
    const definitions = first!.definitionsAt(path.slice(0, length)).filter(({ status }) => status === "used");
    if (definitions.length > 0) return { ...difference, definitions };
  }
  return { ...difference, definitions: [] };
}

/** Returns the places of the definitions in files that are not Troupe's. */
export function sitesOf({ definitions, after }: TracedDifference): readonly Site[] {
  const outside = definitions.filter(({ site }) => site.file !== undefined && !isTroupeFile(site.file));
  // Of several definitions of a text, a definition whose text is also in the second evaluation did not cause the
  // difference.
  const suspects = outside.filter(({ value }) => typeof after !== "string" || !after.includes(textOf(value)));
  return (suspects.length > 0 ? suspects : outside).map(({ site }) => site);
}

function textOf(value: unknown): string {
  try {
    return String(force(value));
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return "";
  }
}
