/** Exactly one of several options: a tagged union. */
import type { Definition, Path, RawDefinition } from "../model/definition.ts";
import { isPlainObject } from "../merge/value.ts";
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { differentKinds } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/value-text.ts";
import { cell, read } from "../evaluate/cell.ts";
import { mergeDeclarations } from "../options/declared-option.ts";
import type { DeclaredOption } from "../model/declaration.ts";
import { optionValue } from "../evaluate/option-value.ts";
import { jsonSchema } from "../options/json-schema.ts";
import type { AnyOption, AnyType, OptionType } from "../model/option.ts";
import type { Fragment, Input, Out } from "../model/option-values.ts";
import { marksOf } from "../merge/definition-marks.ts";
import { defineType, payload, payloadKey, payloadOf } from "./type.ts";

/** The options to choose from. */
export interface Tags {
  readonly [tag: string]: AnyOption;
}
/** The type of {@link attrTag}. */
export interface AttrTagType<T extends Tags> extends OptionType<Fragment<T>, OneTag<Input<T>>, OneTag<Out<T>>> {}
/** An object with exactly one of the properties of `O`. */
type OneTag<O> = {
  [K in keyof O]-?: { readonly [P in K]: Exclude<O[P], undefined> } & { readonly [P in Exclude<keyof O, K>]?: never };
}[keyof O];

const choices = payloadKey<Readonly<Record<string, DeclaredOption>>>();

/**
 * A set with exactly one name, which says what its value is.
 *
 * @example
 * const content = option(t.attrTag({ file: option(t.path), text: option(t.lines) }));
 * evalModules({ modules: [{ options: { content }, config: { content: { file: "/etc/motd" } } }] }).config.content; // => { file: "/etc/motd" }
 */
export function attrTag<const T extends Tags>(tags: T): AttrTagType<T> {
  return fromDeclared(
    Object.fromEntries(
      Object.entries(tags).map(([tag, declared]) => [tag, mergeDeclarations([{ declared, site: {} }])]),
    ),
  ) as AttrTagType<T>;
}

function fromDeclared(tags: Readonly<Record<string, DeclaredOption>>): AnyType {
  const names = Object.keys(tags).toSorted();
  return defineType<AnyType>({
    name: "attrTag",
    payload: payload(choices, tags),
    description: `attribute-tagged union with choices: ${names.join(", ")}`,
    descriptionClass: "noun",
    words: {
      one: `an object with one of the properties ${names.join(", ")}`,
      many: `objects with one of the properties ${names.join(", ")}`,
    },
    check: (value) =>
      isPlainObject(value) && Object.keys(value).length === 1 && Object.hasOwn(tags, Object.keys(value)[0]!),
    merge: (path, definitions) => mergeTagged(tags, path, definitions),
    combine: (other) => {
      const others = payloadOf(other, choices);
      return others === undefined ? undefined : fromDeclared(combineTags(tags, others));
    },
    jsonSchema: () => ({
      oneOf: names.map((name) => ({ ...jsonSchema({ [name]: tags[name]!.option }), required: [name] })),
    }),
    below: (_, definitions, key) => {
      const tag = Object.hasOwn(tags, key) ? tags[key] : undefined;
      return tag === undefined ? undefined : { type: tag.type, definitions: inside(definitions, key) };
    },
  });
}

function inside(definitions: readonly RawDefinition[], key: string): readonly RawDefinition[] {
  return definitions.flatMap(({ holder, key: at, source }) => {
    const value = (holder as Record<string, unknown>)[at];
    return isPlainObject(value) && Object.hasOwn(value, key) ? [{ holder: value, key, source }] : [];
  });
}

function mergeTagged(
  tags: Readonly<Record<string, DeclaredOption>>,
  path: Path,
  definitions: readonly Definition[],
): object {
  const used = [...new Set(definitions.map(({ value }) => Object.keys(value as object)[0]!))];
  const [tag] = used;
  if (tag === undefined || used.length > 1) {
    return fail(
      differentKinds,
      { path: showPath(path), kinds: used.join(" and ") },
      { path: showPath(path), marks: marksOf(path, definitions) },
    );
  }
  const here = [...path, tag];
  const raw = definitions.map(({ value, source }) => ({ holder: value as object, key: tag, source }));
  const source = cell(here, () => optionValue(tags[tag]!, here, raw));
  return Object.defineProperty({}, tag, { get: () => read(source), enumerable: true });
}

function combineTags(
  left: Readonly<Record<string, DeclaredOption>>,
  right: Readonly<Record<string, DeclaredOption>>,
): Record<string, DeclaredOption> {
  const both = Object.keys(right).filter((tag) => Object.hasOwn(left, tag));
  const merged = both.map(
    (tag) =>
      [
        tag,
        mergeDeclarations(
          [left, right].map((tags) => ({ declared: tags[tag]!.option, site: tags[tag]!.sites[0] ?? {} })),
        ),
      ] as const,
  );
  return { ...left, ...right, ...Object.fromEntries(merged) };
}
