/** Enumerations. */
import { didYouMean } from "../diagnostics/suggestion.ts";
import { defineType, payload, payloadKey, payloadOf } from "./type.ts";
import type { AnyType, Leaf, Words } from "../model/option.ts";

/** A value of an enumeration. */
export type EnumValue = string | number | boolean;
/** The type that {@link enumOf} returns. */
export interface EnumType<V extends EnumValue> extends Leaf<V> {}

const enumValues = payloadKey<readonly EnumValue[]>();

/**
 * Returns a type that accepts exactly `values`. If two declarations of an option have an enumeration, the option accepts
 * the values of both.
 *
 * @example
 * option(t.enum(["none", "zstd", "lz4"]), { default: "zstd" }).type.check("gzip"); // => false
 */
export function enumOf<const V extends EnumValue>(values: readonly V[]): EnumType<V> {
  const accepted = new Set<unknown>(values);
  return defineType<EnumType<V>>({
    name: "enum",
    payload: payload(enumValues, values),
    description: describe(values),
    descriptionClass: values.length < 2 ? "noun" : "conjunction",
    words: enumWords(values),
    check: (value) => accepted.has(value),
    advise: (value) => (typeof value === "string" ? adviceOnText(value, values) : undefined),
    shallow: true,
    combine: (other: AnyType) => {
      const others = payloadOf(other, enumValues);
      return others === undefined ? undefined : enumOf([...new Set([...values, ...others])]);
    },
    jsonSchema: () => ({ enum: [...values] }),
  });
}

/** Returns the hint for a text that is no value of the enumeration. */
function adviceOnText(text: string, values: readonly EnumValue[]): string | undefined {
  const unquoted = values.find((value) => String(value) === text);
  if (unquoted !== undefined) return `Write ${unquoted}, without quotes.`;
  return didYouMean(
    text,
    values.filter((value) => typeof value === "string"),
  );
}

const show = (values: readonly EnumValue[]): readonly string[] =>
  values.map((value) => (typeof value === "string" ? `"${value}"` : String(value)));

function enumWords(values: readonly EnumValue[]): Words {
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
