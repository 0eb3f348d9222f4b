/** Unions of types. */
import type { Definition, Path } from "../model/definition.ts";
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { differentKinds, invalidType } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/value-text.ts";
import type { JsonSchema } from "../model/json-schema.ts";
import { marksOf } from "../merge/definition-marks.ts";
import { mergeOne } from "../merge/single-value.ts";
import { defineType, payload, payloadKey, payloadOf, phrase } from "./type.ts";
import type { AnyType, OptionType } from "../model/option.ts";

/** The type of {@link either}. */
export interface EitherType<A extends AnyType, B extends AnyType> extends OptionType<
  A["~def"] | B["~def"],
  A["~in"] | B["~in"],
  A["~out"] | B["~out"]
> {}
/** The type of {@link oneOf}. */
export interface OneOfType<T extends AnyType> extends OptionType<T["~def"], T["~in"], T["~out"]> {}
/** The type of {@link nullOr}. */
export interface NullOrType<T extends AnyType> extends OptionType<
  T["~def"] | null,
  T["~in"] | null,
  T["~out"] | null,
  true
> {}

const alternatives = payloadKey<readonly [AnyType, AnyType]>();

/** Either of two types: the first one that accepts all definitions. */
export function either<A extends AnyType, B extends AnyType>(left: A, right: B): EitherType<A, B> {
  const choose = (path: Path, definitions: readonly Definition[]): AnyType | undefined =>
    [left, right].find((type) => type.accepts(path, definitions));
  return defineType<EitherType<A, B>>({
    name: "either",
    payload: payload(alternatives, [left, right]),
    description: describeEither(left, right),
    words: { one: `${left.words.one} or ${right.words.one}`, many: `${left.words.many} or ${right.words.many}` },
    descriptionClass: "conjunction",
    check: (value) => left.check(value) || right.check(value),
    accepts: (path, definitions) => choose(path, definitions) !== undefined,
    // Without a type that fits (a caller that did not ask `accepts`), a single definition is taken as it is.
    merge: (path, definitions) => (choose(path, definitions)?.merge ?? mergeOne)(path, definitions),
    shallow: left.shallow && right.shallow,
    idempotent: left.idempotent && right.idempotent,
    ready: (value, name, place) => (left.check(value) ? left : right).ready(value, name, place),
    combine: (other) => combineEither(left, right, other),
    jsonSchema: () => ({ anyOf: [left, right].flatMap(alternativesOf) }),
    below: (path, definitions, key) => left.below?.(path, definitions, key) ?? right.below?.(path, definitions, key),
    trace: (path, definitions, rest, bare) =>
      left.trace?.(path, definitions, rest, bare) ?? right.trace?.(path, definitions, rest, bare),
  });
}

/** The schemas of a type that may itself be one of alternatives. */
function alternativesOf(type: AnyType): readonly JsonSchema[] {
  const schema = type.jsonSchema();
  const { anyOf } = schema as { readonly anyOf?: readonly JsonSchema[] };
  return anyOf !== undefined && Object.keys(schema).length === 1 ? anyOf : [schema];
}

function combineEither(left: AnyType, right: AnyType, other: AnyType): AnyType | undefined {
  const others = payloadOf(other, alternatives);
  if (others === undefined) return undefined;
  const [first, second] = [left.combine(others[0]), right.combine(others[1])];
  return first === undefined || second === undefined ? undefined : either(first, second);
}

function describeEither(left: AnyType, right: AnyType): string {
  if (left.descriptionClass === "nonRestrictiveClause")
    return `${left.description}, or ${phrase(right, "noun", "conjunction")}`;
  return `${phrase(left, "noun", "conjunction")} or ${phrase(right, "noun", "conjunction", "composite")}`;
}

/** Any of these types: the first type that accepts all definitions. */
export function oneOf<T extends AnyType>(types: readonly T[]): OneOfType<T> {
  const [first, ...rest] = types;
  if (first === undefined) return fail(invalidType, { why: "oneOf needs at least one type." });
  return rest.reduce<AnyType>((union, type) => either(union, type), first) as OneOfType<T>;
}

const nullable = payloadKey<AnyType>();

/** `null` or a value of this type. Without a definition it is `null`. */
export function nullOr<T extends AnyType>(of: T): NullOrType<T> {
  return defineType<NullOrType<T>>({
    name: "nullOr",
    payload: payload(nullable, of),
    description: `null or ${phrase(of, "noun", "conjunction")}`,
    descriptionClass: "conjunction",
    words: { one: `${of.words.one} or null`, many: `${of.words.many} or null` },
    check: (value) => value === null || of.check(value),
    advise: of.advise,
    merge: (path, definitions) => mergeNullable(of, path, definitions),
    empty: () => null,
    shallow: of.shallow,
    idempotent: of.idempotent,
    ready: (value, name, place) => (value === null ? null : of.ready(value, name, place)),
    readyEmpty: () => null,
    combine: (other) => {
      const inner = payloadOf(other, nullable);
      const combined = inner === undefined ? undefined : of.combine(inner);
      return combined === undefined ? undefined : nullOr(combined);
    },
    jsonSchema: () => ({ anyOf: [{ type: "null" }, ...alternativesOf(of)] }),
    below: of.below,
    trace: of.trace,
  });
}

function mergeNullable(of: AnyType, path: Path, definitions: readonly Definition[]): unknown {
  const nulls = definitions.filter(({ value }) => value === null).length;
  if (nulls === 0) return of.merge(path, definitions);
  if (nulls === definitions.length) return null;
  const kinds = `null and ${of.words.one}`;
  return fail(
    differentKinds,
    { path: showPath(path), kinds },
    { path: showPath(path), marks: marksOf(path, definitions) },
  );
}
