/** Booleans. */
import { defineType, scalarOf } from "./type.ts";
import type { Leaf } from "../model/option.ts";

/** The type of {@link bool}. */
export interface BoolType extends Leaf<boolean> {}

const words = { one: "true or false", many: "booleans" };
const isBoolean = (value: unknown): boolean => typeof value === "boolean";

const advise = (value: unknown): string | undefined =>
  value === "true" || value === "false" ? `Write ${value}, without quotes.` : undefined;

/** `true` or `false`. */
export const bool = defineType<BoolType>({
  name: "bool",
  description: "boolean",
  descriptionClass: "noun",
  words,
  check: isBoolean,
  advise,
  shallow: true,
  jsonSchema: () => ({ type: "boolean" }),
});

/** A boolean that is true as soon as one definition says so. */
export const boolByOr = defineType<BoolType>({
  name: "boolByOr",
  description: "boolean (merged using or)",
  descriptionClass: "noun",
  words,
  check: isBoolean,
  advise,
  shallow: true,
  ready: scalarOf(isBoolean),
  idempotent: true,
  merge: (_, definitions) => definitions.some(({ value }) => value === true),
  jsonSchema: () => ({ type: "boolean" }),
});
