/** Types that accept any value. */
import type { Definition, Path } from "../model/definition.ts";
import { isPlainObject } from "../merge/value.ts";
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { differentKinds } from "../diagnostics/kinds.ts";
import { kindOf, showPath } from "../diagnostics/value-text.ts";
import { attrsOf, copyProperties } from "./attrs.ts";
import { listOf } from "./list.ts";
import { marksOf } from "../merge/definition-marks.ts";
import { conflict, mergeEqual, mergeOne } from "../merge/single-value.ts";
import { defineType, scalarOf } from "./type.ts";
import type { Leaf } from "../model/option.ts";

const anyValue = { one: "any value", many: "values of any kind" };
const scalar = scalarOf(() => true);

/** The type of values that are not checked. */
export interface RawType extends Leaf<unknown> {}

/** Any value, untouched. Takes one definition. */
export const raw = defineType<RawType>({
  name: "raw",
  description: "raw value",
  words: anyValue,
  descriptionClass: "noun",
  shallow: true,
  ready: scalar,
  merge: mergeOne,
});

/** Any value. Sets are merged name by name, down to their leaves; everything else must be equal. */
export const anything: RawType = defineType<RawType>({
  name: "anything",
  description: "anything",
  words: anyValue,
  descriptionClass: "noun",
  ready: (value, name, place) => {
    if (isPlainObject(value)) return setOfAnything.ready(value, name, place);
    return Array.isArray(value) ? listOfAnything.ready(value, name, place) : scalar(value);
  },
  merge: mergeAnything,
  below: (path, definitions, key) => setOfAnything.below?.(path, definitions, key),
});
const setOfAnything = attrsOf(anything);
const listOfAnything = listOf(anything);

function mergeAnything(path: Path, definitions: readonly Definition[]): unknown {
  if (definitions.every(({ value }) => isPlainObject(value))) return setOfAnything.merge(path, definitions);
  const kinds = [...new Set(definitions.map(({ value }) => kindOf(value)))];
  if (kinds.length === 1) return mergeEqual(path, definitions);
  return fail(
    differentKinds,
    { path: showPath(path), kinds: kinds.join(" and ") },
    { path: showPath(path), marks: marksOf(path, definitions) },
  );
}

/** The type of an option without a type: definitions are merged by their kind, as in nixpkgs. */
export const unspecified = defineType<RawType>({
  name: "unspecified",
  description: "unspecified value",
  words: anyValue,
  descriptionClass: "noun",
  ready: scalar,
  merge: mergeByKind,
});

function mergeByKind(path: Path, definitions: readonly Definition[]): unknown {
  const values = definitions.map(({ value }) => value);
  if (values.length === 1) return values[0];
  if (values.every(Array.isArray)) return values.flat(1);
  if (values.every(isPlainObject)) {
    const result = {};
    for (const value of values) copyProperties(result, value);
    return result;
  }
  if (values.every((value) => typeof value === "boolean")) return values.includes(true);
  if (values.every((value) => typeof value === "string")) return values.join("");
  if (values.every((value) => Number.isInteger(value) && value === values[0])) return values[0];
  return conflict(path, definitions);
}
