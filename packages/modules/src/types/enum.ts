/** Enumerations. */
import { didYouMean } from "../diagnostics/suggestion.ts";
import { defineType, payload, payloadKey, payloadOf } from "./type.ts";
import type { AnyType, Leaf, Words } from "../model/option.ts";

/** A value of an enumeration. */
export type EnumValue = string | number | boolean;
/** The type of {@link enumOf}. */
export interface EnumType<V extends EnumValue> extends Leaf<V> {}

const members = payloadKey<readonly EnumValue[]>();

/**
 * An enumeration of these values. Declaring the option again adds the values of the other declaration.
 *
 * @example
 * option(t.enum(["none", "zstd", "lz4"]), { default: "zstd" }).type.check("gzip"); // => false
 */
export function enumOf<const V extends EnumValue>(values: readonly V[]): EnumType<V> {
  const known = new Set<unknown>(values);
  return defineType<EnumType<V>>({
    name: "enum",
    payload: payload(members, values),
    description: describe(values),
    descriptionClass: values.length < 2 ? "noun" : "conjunction",
    words: inWords(values),
    check: (value) => known.has(value),
    advise: (value) => (typeof value === "string" ? didYouMean(value, values.map(String)) : undefined),
    shallow: true,
    combine: (other: AnyType) => {
      const others = payloadOf(other, members);
      return others === undefined ? undefined : enumOf([...new Set([...values, ...others])]);
    },
    jsonSchema: () => ({ enum: [...values] }),
  });
}

const show = (values: readonly EnumValue[]): readonly string[] =>
  values.map((value) => (typeof value === "string" ? `"${value}"` : String(value)));

function inWords(values: readonly EnumValue[]): Words {
  const shown = show(values);
  if (shown.length < 2)
    return { one: shown[0] ?? "one of no values at all", many: `values that are ${shown[0] ?? "impossible"}` };
  return { one: `one of ${shown.join(", ")}`, many: `values out of ${shown.join(", ")}` };
}

function describe(values: readonly EnumValue[]): string {
  const shown = show(values);
  if (shown.length === 0) return "impossible (empty enum)";
  return shown.length === 1 ? `value ${shown[0]} (singular enum)` : `one of ${shown.join(", ")}`;
}
