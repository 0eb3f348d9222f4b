/** Any JSON value. */
import { attrsOf } from "./attrs.ts";
import { bool } from "./boolean.ts";
import { listOf } from "./list.ts";
import { float, int } from "./number.ts";
import { path, str } from "./string.ts";
import { defineType, variantOf } from "./type.ts";
import type { AnyType, OptionType } from "../model/option.ts";
import { nullOr, oneOf } from "./union.ts";

/** A JSON value. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };
/** The type of {@link json}. */
export interface JsonType extends OptionType<JsonValue, JsonValue, JsonValue, true> {}

const words = { one: "a value that JSON can hold", many: "values that JSON can hold" };

/** `json` itself, for its own definition. */
const self: AnyType = defineType<AnyType>({
  name: "nullOr",
  description: "JSON value",
  words,
  descriptionClass: "conjunction",
  check: (value) => json.check(value),
  merge: (at, definitions) => json.merge(at, definitions),
  ready: (value, name, place) => json.ready(value, name, place),
  empty: () => null,
  below: (at, definitions, key) => json.below?.(at, definitions, key),
});

const values: AnyType = nullOr(oneOf<AnyType>([bool, int, float, str, path, attrsOf(self), listOf(self)]));

/**
 * Values that this type has merged. A merged value inside another definition is valid already, and copying a loop would
 * not end.
 */
const made = new WeakSet<object>();
const isMade = (value: unknown): boolean => typeof value === "object" && value !== null && made.has(value);

/** Any JSON value. Sets are merged name by name and lists one after the other; everything else must be equal. */
export const json: JsonType = variantOf(values as JsonType, {
  description: "JSON value",
  words,
  merge(at, definitions) {
    if (definitions.length === 1 && isMade(definitions[0]!.value)) return definitions[0]!.value;
    const merged = values.merge(at, definitions);
    if (typeof merged === "object" && merged !== null) made.add(merged);
    return merged;
  },
  ready: (value, name, place) => (isMade(value) ? undefined : values.ready(value, name, place)),
  jsonSchema: () => ({}),
});
