/** Any JSON value. */
import { attrsOf } from "./attrs.ts";
import { bool } from "./boolean.ts";
import { listOf } from "./list.ts";
import { float, int } from "./number.ts";
import { path, str } from "./string.ts";
import { type AnyType, defineType, type OptionType, variantOf } from "./type.ts";
import { nullOr, oneOf } from "./union.ts";

/** What JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };
/** The type of {@link json}. */
export interface JsonType extends OptionType<JsonValue, JsonValue, JsonValue, true> {}

/** `json` itself, for its own definition. */
const self: AnyType = defineType<AnyType>({
  name: "nullOr",
  description: "JSON value",
  descriptionClass: "conjunction",
  check: (value) => json.check(value),
  merge: (at, definitions) => json.merge(at, definitions),
  ready: (value, name) => json.ready(value, name),
  empty: () => null,
  below: (at, definitions, key) => json.below?.(at, definitions, key),
});

/** Any JSON value. Sets are merged name by name and lists one after the other; everything else must be equal. */
export const json: JsonType = variantOf(nullOr(oneOf<AnyType>([bool, int, float, str, path, attrsOf(self), listOf(self)])) as JsonType, {
  description: "JSON value",
  jsonSchema: () => ({}),
});
