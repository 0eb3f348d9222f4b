/** Lists. Definitions follow each other; every element is checked and merged on its own. */
import { placeOf } from "../merge/provenance.ts";
import type { Definition, Path, Place, RawDefinition, Source } from "../model/definition.ts";
import { resolve } from "../merge/resolve.ts";
import { showValue } from "../diagnostics/value-text.ts";
import type { FastOption } from "../fast/fast-option.ts";
import { elementOption, setElement, setFast } from "./element.ts";
import { defineType, payload, payloadKey, payloadOf, phrase, variantOf } from "./type.ts";
import type { AnyType, Below, OptionType } from "../model/option.ts";
import { whnf } from "../merge/wrapper-tag.ts";

/** The type of {@link listOf}. */
export interface ListOfType<T extends AnyType> extends OptionType<
  readonly T["~def"][],
  readonly T["~in"][],
  readonly T["~out"][],
  true
> {}
/** The type of {@link nonEmptyListOf}. */
export interface NonEmptyListOfType<T extends AnyType> extends OptionType<
  readonly T["~def"][],
  readonly T["~in"][],
  readonly T["~out"][]
> {}

const elementType = payloadKey<AnyType>();

/** A list. Definitions are put one after the other (see `mkBefore`, `mkAfter`); without any it is empty. */
export function listOf<T extends AnyType>(of: T): ListOfType<T> {
  const element = elementOption(of);
  return defineType<ListOfType<T>>({
    name: "listOf",
    payload: payload(elementType, of),
    description: `list of ${phrase(of, "noun", "composite")}`,
    descriptionClass: "composite",
    words: { one: `a list of ${of.words.many}`, many: `lists of ${of.words.many}` },
    check: Array.isArray,
    advise: (value) => (of.check(value) ? `Write a list: [${showValue(value, 40)}].` : undefined),
    merge: (path, definitions) => mergeLists(element, path, definitions),
    ready: (value, _, place) => readyList(of, value, place),
    empty: () => [],
    readyEmpty: () => [],
    combine: (other) => {
      const that = payloadOf(other, elementType);
      const combined = that === undefined ? undefined : of.combine(that);
      return combined === undefined ? undefined : listOf(combined);
    },
    jsonSchema: () => ({ type: "array", items: of.jsonSchema() }),
    below: (_, definitions, key) => elementAt(of, definitions, key),
  });
}

/** A list with at least one definition of an element, and no empty value. */
export function nonEmptyListOf<T extends AnyType>(of: T): NonEmptyListOfType<T> {
  const list: AnyType = listOf(of);
  const nonEmpty: AnyType = variantOf(list, {
    description: `non-empty ${phrase(list, "noun")}`,
    words: { one: `${list.words.one} that is not empty`, many: `${list.words.many} that are not empty` },
    check: (value) => (value as readonly unknown[]).length > 0,
    empty: undefined,
    jsonSchema: () => ({ ...list.jsonSchema(), minItems: 1 }),
  });
  return nonEmpty as NonEmptyListOfType<T>;
}

function readyList(of: AnyType, value: unknown, place: Place | undefined): readonly unknown[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const result = (value as readonly unknown[]).map((item, index) =>
    of.ready(item, undefined, place && placeOfEntry(item, place.source, place, 0, index)),
  );
  return result.includes(undefined) ? undefined : result;
}

function mergeLists(element: FastOption, path: Path, definitions: readonly Definition[]): readonly unknown[] {
  const result: unknown[] = [];
  definitions.forEach((definition, outer) => {
    const { value, source } = definition;
    const list = value as readonly unknown[];
    const sets = [definition];
    for (let inner = 0; inner < list.length; inner++) {
      if (setFast(result, result.length, element, sets, path, inner)) continue;
      const here = [...path, entryName(outer, inner)];
      const { definitions: counting } = resolve(here, [{ holder: list, key: String(inner), source }]);
      if (counting.length > 0) setElement(result, result.length, element.type, here, counting);
    }
  });
  return result;
}

/** The name of a list entry in paths, as in nixpkgs; both numbers are from 1. */
const entryName = (outer: number, inner: number): string => `[definition ${outer + 1}-entry ${inner + 1}]`;

/** The place of a list entry. Only an object has one, so that scalars cost no name. */
const placeOfEntry = (
  item: unknown,
  source: Source,
  within: Place | Path,
  outer: number,
  inner: number,
): Place | undefined => (typeof item === "object" ? placeOf(item, source, within, entryName(outer, inner)) : undefined);

/** The element with this index in the merged list, or with this name of nixpkgs. */
function elementAt(of: AnyType, definitions: readonly RawDefinition[], key: string): Below | undefined {
  let index = 0;
  for (const [outer, definition] of definitions.entries()) {
    const list = whnf((definition.holder as Record<string, unknown>)[definition.key]);
    if (!Array.isArray(list)) continue;
    for (let inner = 0; inner < list.length; inner++, index++) {
      const name = entryName(outer, inner);
      if (key === name || key === String(index))
        return { type: of, definitions: [{ holder: list, key: String(inner), source: definition.source }], name };
    }
  }
  return undefined;
}
