/** Names of units: valid names, and names that Troupe reserves. */
import { holds, unitName } from "../generation/fields.ts";
import { doubledSuffix, invalidUnitName, reservedName } from "../diagnostics.ts";
import type { Draft, Path } from "../model/generation-draft.ts";

const suffixes = /\.(?:service|socket|target|timer|path|mount|automount|swap|slice|scope|device)$/;

/** Returns the unit's name with its suffix; for an invalid name reports a problem and returns undefined. */
export function fullName(draft: Draft, name: string, suffix: string, at: Path): string | undefined {
  const unit = `${name}.${suffix}`;
  if (suffixes.test(name)) draft.report(doubledSuffix, { name, suffix }, at);
  else if (!holds(unitName, unit)) draft.report(invalidUnitName, { name, unit, suffix }, at);
  else if (name.startsWith("troupe-"))
    draft.report(reservedName, { what: "unit", name: unit, why: "names that begin with troupe- are Troupe's own" }, at);
  else return unit;
  return undefined;
}

/** True for a template such as `NAME@.service`. systemd starts its instances only. */
export const isTemplate = (unit: string): boolean => /@\.[a-z]+$/.test(unit);
