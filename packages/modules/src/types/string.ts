/** Types of strings. */
import { defineType, phrase, scalarOf, variantOf } from "./type.ts";
import type { Leaf } from "../model/option.ts";
import { mergeEqual } from "../merge/single-value.ts";

/** The type of all kinds of strings. */
export interface StrType extends Leaf<string> {}

const isString = (value: unknown): value is string => typeof value === "string";

const quoted = (value: unknown): string | undefined =>
  typeof value === "number" || typeof value === "boolean" ? `Write "${value}", in quotes.` : undefined;

/** The type of strings. */
export const str = defineType<StrType>({
  name: "str",
  description: "string",
  descriptionClass: "noun",
  words: { one: "a string", many: "strings" },
  check: isString,
  advise: quoted,
  shallow: true,
  jsonSchema: () => ({ type: "string" }),
});

/** The type of strings with a character besides blanks. */
export const nonEmptyStr = defineType<StrType>({
  name: "nonEmptyStr",
  description: "non-empty string",
  descriptionClass: "noun",
  words: { one: "a string that is not blank", many: "strings that are not blank" },
  check: (value) => isString(value) && /[^ \t\n]/.test(value),
  shallow: true,
  jsonSchema: () => ({ type: "string", pattern: String.raw`[^ \t\n]` }),
});

/** The type of strings of one line; `merge` drops a line break at the end. */
export const singleLineStr = defineType<StrType>({
  name: "singleLineStr",
  description: "(optionally newline-terminated) single-line string",
  descriptionClass: "noun",
  words: { one: "a string of one line", many: "strings of one line" },
  check: (value) => isString(value) && /^[^\n\r]*\n?$/.test(value) && !/\n./s.test(value),
  shallow: true,
  merge: (path, definitions) => (mergeEqual(path, definitions) as string).replace(/\n$/, ""),
  jsonSchema: () => ({ type: "string", pattern: String.raw`^[^\n\r]*\n?$` }),
});

/**
 * A string that matches a pattern as a whole. (Give the pattern without `^` and `$`, or with them: it is the same.)
 *
 * @example
 * t.strMatching(/[a-z]+/).check("alice"); // => true
 * t.strMatching(/[a-z]+/).check("alice 2"); // => false
 */
export function strMatching(pattern: RegExp | string): StrType {
  const source = typeof pattern === "string" ? pattern : pattern.source;
  const flags = typeof pattern === "string" ? "" : pattern.flags.replaceAll(/[gmy]/g, "");
  const whole = new RegExp(`^(?:${source})$`, flags);
  const type: StrType = defineType<StrType>({
    name: `strMatching ${JSON.stringify(source)}`,
    description: `string matching the pattern ${source}`,
    descriptionClass: "noun",
    words: { one: `a string that matches /^(${source})$/`, many: `strings that match /^(${source})$/` },
    check: (value) => isString(value) && whole.test(value),
    shallow: true,
    combine: (other) => (other.name === type.name ? type : undefined),
    jsonSchema: () => ({ type: "string", pattern: `^(?:${source})$` }),
  });
  return type;
}

/** Strings that are put together in order, with a separator in between. */
export function separatedString(separator: string): StrType {
  const type: StrType = defineType<StrType>({
    name: "separatedString",
    description: `strings concatenated with ${JSON.stringify(separator)}`,
    descriptionClass: "noun",
    words: str.words,
    check: isString,
    shallow: true,
    merge: (_, definitions) => definitions.map(({ value }) => value).join(separator),
    ready: scalarOf(isString),
    combine: (other) => (other.name === type.name && other.description === type.description ? type : undefined),
    jsonSchema: () => ({ type: "string" }),
  });
  return type;
}

/** Text whose definitions follow each other line by line. */
export const lines: StrType = separatedString("\n");
/** Strings joined by commas. */
export const commas: StrType = separatedString(",");
/** Strings joined by colons, as in `PATH`. */
export const envVar: StrType = separatedString(":");

/** A string type without colons and line breaks, as in the fields of `/etc/passwd`. */
export function passwdEntry(of: StrType): StrType {
  return variantOf(of, {
    name: `passwdEntry ${of.name}`,
    description: `${phrase(of, "noun")}, not containing newlines or colons`,
    descriptionClass: "nonRestrictiveClause",
    words: {
      one: `${of.words.one} without line breaks and colons`,
      many: `${of.words.many} without line breaks and colons`,
    },
    check: (value) => !/[:\n]/.test(value as string),
    jsonSchema: () => ({ allOf: [of.jsonSchema(), { pattern: String.raw`^[^:\n]*$` }] }),
  });
}

/** An absolute path, as a string. */
export const path = defineType<StrType>({
  name: "path",
  description: "absolute path",
  descriptionClass: "noun",
  words: { one: "an absolute path (it begins with /)", many: "absolute paths" },
  check: (value) => isString(value) && value.startsWith("/"),
  advise: (value) =>
    isString(value) && value !== ""
      ? `Write the whole path, from the root: "/${value.replace(/^\.\//, "")}".`
      : undefined,
  shallow: true,
  jsonSchema: () => ({ type: "string", pattern: "^/" }),
});
