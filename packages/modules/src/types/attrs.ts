/** Sets whose names the user chooses. */
import { definitionsIn, placeOf, readRaw } from "../merge/provenance.ts";
import type { Definition, Path, Place, RawDefinition } from "../model/definition.ts";
import { resolve } from "../merge/resolve.ts";
import { whnf } from "../merge/wrapper-tag.ts";
import { isPlainObject } from "../merge/value.ts";
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { missingDefinition } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/value-text.ts";
import { cell } from "../evaluate/cell.ts";
import type { FastOption } from "../fast/fast-option.ts";
import { elementOption, setCell, setElement, setFast } from "./element.ts";
import { checkedMerge, defineType, payload, payloadKey, payloadOf, phrase } from "./type.ts";
import type { AnyType, OptionType } from "../model/option.ts";

/** The type of {@link attrsOf} and {@link lazyAttrsOf}. */
export interface AttrsOfType<T extends AnyType> extends OptionType<
  { readonly [name: string]: T["~def"] },
  { readonly [name: string]: T["~in"] },
  { readonly [name: string]: T["~out"] },
  true
> {}
/** The type of {@link attrs}. */
export interface AttrsType extends OptionType<AnySet, AnySet, AnySet, true> {}
interface AnySet {
  readonly [name: string]: unknown;
}

/** The variants of a set. */
interface Variant {
  readonly lazy: boolean;
  /** The placeholder of a name in documentation: `<name>`. */
  readonly placeholder: string;
}

const elementType = payloadKey<{ readonly of: AnyType; readonly variant: Variant }>();

/**
 * A set of values of one type, each of which is merged on its own. Names are there if one of their definitions counts.
 */
export function attrsOf<T extends AnyType>(of: T): AttrsOfType<T> {
  return attrsWith(of, { lazy: false, placeholder: "name" });
}

/**
 * Like {@link attrsOf}, but its names are known without computing any condition, so that values may depend on each
 * other's existence. The price: a name whose definitions are all under a false condition is still there.
 */
export function lazyAttrsOf<T extends AnyType>(of: T): AttrsOfType<T> {
  return attrsWith(of, { lazy: true, placeholder: "name" });
}

/** A set of values with all particulars; see {@link attrsOf}. */
export function attrsWith<T extends AnyType>(of: T, variant: Variant): AttrsOfType<T> {
  const element = elementOption(of);
  return defineType<AttrsOfType<T>>({
    payload: payload(elementType, { of, variant }),
    name: variant.lazy ? "lazyAttrsOf" : "attrsOf",
    description: `${variant.lazy ? "lazy " : ""}attribute set of ${phrase(of, "noun", "composite")}`,
    descriptionClass: "composite",
    words: { one: `an object whose values are ${of.words.many}`, many: `objects whose values are ${of.words.many}` },
    check: isPlainObject,
    merge: (path, definitions) =>
      variant.lazy ? mergeLazily(of, path, definitions) : mergeStrictly(element, path, definitions),
    // A lazy set has no `ready`, because `ready` reads all values.
    ...(!variant.lazy && { ready: (value: unknown, _: unknown, place?: Place) => readySet(of, value, place) }),
    empty: () => ({}),
    readyEmpty: () => ({}),
    combine: (other) => combineSets(of, variant, other),
    jsonSchema: () => ({ type: "object", additionalProperties: of.jsonSchema() }),
    below: (_, definitions, key) => ({ type: of, definitions: definitionsOf(definitions, key) }),
  });
}

/** The definitions of a set that have each name. */
interface NamedDefinitions {
  readonly names: readonly string[];
  readonly having: (name: string) => readonly Definition[];
}

function byName(definitions: readonly Definition[]): NamedDefinitions {
  if (definitions.length === 1)
    return { names: sortedNames(definitions[0]!.value as object), having: () => definitions };
  const definitionsByName = new Map<string, Definition[]>();
  for (const definition of definitions) {
    for (const key of Object.keys(definition.value as object)) {
      const others = definitionsByName.get(key);
      if (others === undefined) definitionsByName.set(key, [definition]);
      else others.push(definition);
    }
  }
  return { names: sortNames([...definitionsByName.keys()]), having: (name) => definitionsByName.get(name)! };
}

/** Returns the names of a set in order. */
const sortedNames = (set: object): readonly string[] => sortNames(Object.keys(set));

/** Sorts names. Most sets have few names, for which `toSorted` allocates more than the set itself. */
function sortNames(names: string[]): readonly string[] {
  if (names.length > 16) return names.toSorted();
  for (let end = 1; end < names.length; end++) {
    const name = names[end]!;
    let position = end;
    for (; position > 0 && names[position - 1]! > name; position--) names[position] = names[position - 1]!;
    names[position] = name;
  }
  return names;
}

function readySet(of: AnyType, value: unknown, place: Place | undefined): object | undefined {
  if (!isPlainObject(value) || "_type" in value) return undefined;
  const result: Record<string, unknown> = {};
  for (const name of sortedNames(value)) {
    const part = value[name];
    const element =
      name === "__proto__" ? undefined : of.ready(part, name, place && placeOf(part, place.source, place, name));
    if (element === undefined) return undefined;
    result[name] = element;
  }
  return result;
}

function mergeStrictly(element: FastOption, path: Path, definitions: readonly Definition[]): object {
  const result = {};
  const { names, having } = byName(definitions);
  for (const name of names) {
    const sets = having(name);
    if (setFast(result, name, element, sets, path, name)) continue;
    const here = [...path, name];
    const resolved = resolve(here, definitionsIn(sets, name));
    if (resolved.definitions.length > 0) setElement(result, name, element.type, here, resolved.definitions);
  }
  return result;
}

function mergeLazily(of: AnyType, path: Path, definitions: readonly Definition[]): object {
  const result = {};
  const { names, having } = byName(definitions);
  for (const name of names) {
    const here = [...path, name];
    setCell(
      result,
      name,
      cell(here, () => lazyElement(of, here, definitionsIn(having(name), name))),
    );
  }
  return result;
}

function lazyElement(of: AnyType, path: Path, raw: readonly RawDefinition[]): unknown {
  const { definitions } = resolve(path, raw);
  if (definitions.length > 0) return checkedMerge(of, path, definitions);
  if (of.empty !== undefined) return of.empty(path);
  return fail(missingDefinition, { path: showPath(path), expected: of.words.one }, { path: showPath(path) });
}

function combineSets(of: AnyType, variant: Variant, other: AnyType): AnyType | undefined {
  const that = payloadOf(other, elementType);
  if (that === undefined || that.variant.lazy !== variant.lazy) return undefined;
  const placeholders = [variant.placeholder, that.variant.placeholder].filter((placeholder) => placeholder !== "name");
  const combined = of.combine(that.of);
  if (combined === undefined || new Set(placeholders).size > 1) return undefined;
  return attrsWith(combined, { lazy: variant.lazy, placeholder: placeholders[0] ?? "name" });
}

/** The definitions of `key` in definitions of a set. */
export function definitionsOf(definitions: readonly RawDefinition[], key: string): readonly RawDefinition[] {
  return definitions.flatMap((definition) => {
    const holder = whnf(readRaw(definition));
    return isPlainObject(holder) && Object.hasOwn(holder, key) ? [{ holder, key, source: definition.source }] : [];
  });
}

/** Copies properties without reading them. */
export function copyProperties(target: object, source: object): void {
  for (const key of Object.keys(source)) {
    Object.defineProperty(target, key, { ...Object.getOwnPropertyDescriptor(source, key), configurable: true });
  }
}

/** A set of anything, merged name by name without looking at the values: of equal names the last definition counts. */
export const attrs = defineType<AttrsType>({
  name: "attrs",
  description: "attribute set",
  words: { one: "an object", many: "objects" },
  check: isPlainObject,
  merge: (_, definitions) => {
    const result: Record<string, unknown> = {};
    for (const { value } of definitions) copyProperties(result, value as object);
    return result;
  },
  empty: () => ({}),
  jsonSchema: () => ({ type: "object" }),
});
