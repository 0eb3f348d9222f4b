/** Types around another type: at most one definition, conversion, a further check. */
import type { Definition, Path } from "../model/definition.ts";
import { mergeOne } from "../merge/single-value.ts";
import { defineType, payload, payloadKey, payloadOf, phrase, variantOf } from "./type.ts";
import type { AnyType, OptionType } from "../model/option.ts";

/** The type of {@link unique}. */
export interface UniqueType<T extends AnyType> extends OptionType<T["~def"], T["~in"], T["~out"], T["~empty"]> {}
/** The type of {@link coercedTo}. */
export interface CoercedToType<From extends AnyType, To extends AnyType> extends OptionType<
  From["~def"] | To["~def"],
  From["~in"] | To["~in"],
  To["~out"],
  To["~empty"]
> {}

const uniques = payloadKey<AnyType>();

/** Like the type inside, but several definitions of equal priority are an error, even if they say the same. */
export function unique<T extends AnyType>(of: T, message = ""): UniqueType<T> {
  return defineType<UniqueType<T>>({
    name: "unique",
    payload: payload(uniques, of),
    description: of.description,
    descriptionClass: of.descriptionClass,
    words: of.words,
    check: of.check,
    advise: of.advise,
    merge: (path, definitions) =>
      definitions.length === 1 ? of.merge(path, definitions) : mergeOne(path, definitions, message),
    empty: of.empty,
    shallow: of.shallow,
    ready: of.ready,
    readyEmpty: of.readyEmpty,
    combine: (other) => {
      const inner = payloadOf(other, uniques);
      const combined = inner === undefined ? undefined : of.combine(inner);
      return combined === undefined ? undefined : unique(combined, message);
    },
    jsonSchema: of.jsonSchema,
    below: of.below,
    trace: of.trace,
  });
}

/**
 * A value of the type `to`, or one of the type `from` that is converted first.
 *
 * @example
 * const names = option(t.coercedTo(t.str, (name) => [name], t.listOf(t.str)));
 * evalModules({ modules: [{ options: { names }, config: { names: "alice" } }] }).config.names; // => ["alice"]
 */
export function coercedTo<From extends AnyType, To extends AnyType>(
  from: From,
  convert: (value: From["~out"]) => To["~def"],
  to: To,
): CoercedToType<From, To> {
  const converted = (path: Path, definitions: readonly Definition[]): readonly Definition[] =>
    definitions.map((definition) =>
      from.accepts(path, [definition])
        ? { ...definition, value: convert(definition.value as From["~out"]) }
        : definition,
    );
  return defineType<CoercedToType<From, To>>({
    name: "coercedTo",
    description: `${phrase(to, "noun")} or ${phrase(from, "noun")} convertible to it`,
    words: { one: `${to.words.one} or ${from.words.one}`, many: `${to.words.many} or ${from.words.many}` },
    check: (value) => (from.check(value) && to.check(convert(value as From["~out"]))) || to.check(value),
    accepts: (path, definitions) => to.accepts(path, converted(path, definitions)),
    merge: (path, definitions) => to.merge(path, converted(path, definitions)),
    ready(value, name, place) {
      const first = from.ready(value, name, place);
      if (first !== undefined) return to.ready(convert(first as From["~out"]), name, place);
      return from.check(value) ? undefined : to.ready(value, name, place);
    },
    empty: to.empty,
    combine: () => undefined,
    jsonSchema: () => ({ anyOf: [to.jsonSchema(), from.jsonSchema()] }),
    below: to.below,
    trace: to.trace,
  });
}

/**
 * A type with one more check on the value as it is written.
 *
 * @example
 * const even = t.addCheck(t.int, (value) => value % 2 === 0, "even integer");
 * even.check(3); // => false
 */
export function addCheck<T extends AnyType>(of: T, check: (value: T["~def"]) => boolean, description?: string): T {
  return variantOf(of, {
    check: (value) => check(value as T["~def"]),
    ...(description !== undefined && { description }),
  });
}
