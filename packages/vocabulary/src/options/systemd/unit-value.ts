/** The option type of settings in a unit's sections, which NixOS calls "systemd option". */
import { defineType, type OptionType, t } from "@troupe/modules";

/** A value of a setting. */
export type UnitAtom = string | number | boolean;
/** The type of {@link unitValue}. */
export interface UnitValueType extends OptionType<
  UnitAtom | readonly UnitAtom[],
  UnitAtom | readonly UnitAtom[],
  UnitAtom | readonly UnitAtom[]
> {}

const isAtom = (value: unknown): boolean =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
const atoms = t.oneOf([t.str, t.bool, t.number]);

/**
 * The type of a setting: a {@link UnitAtom}, or a list, which repeats the setting. Lists are concatenated; unequal
 * atoms are an error.
 */
export const unitValue: UnitValueType = defineType<UnitValueType>({
  name: "systemd option",
  description: "boolean, number or string, or list of them",
  descriptionClass: "conjunction",
  words: {
    one: "a string, a number, true or false, or a list of them",
    many: "strings, numbers, booleans or lists of them",
  },
  check: (value) => (Array.isArray(value) ? value.every(isAtom) : isAtom(value)),
  merge: (path, definitions) =>
    definitions.some(({ value }) => Array.isArray(value))
      ? definitions.flatMap(({ value }) => value as UnitAtom | readonly UnitAtom[])
      : atoms.merge(path, definitions),
  jsonSchema: () => ({ anyOf: [atoms.jsonSchema(), { type: "array", items: atoms.jsonSchema() }] }),
});
