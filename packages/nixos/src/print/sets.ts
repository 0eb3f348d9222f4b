/** Sets of attributes: one attribute a line, and `a.b.c = …` where there is only one way to go. */
import { isPlainObject, tagOf } from "@troupe/modules";
import { precedence } from "../expression/expression.ts";
import { writeKey } from "./keys.ts";
import { meaning } from "./meaning.ts";
import { fits, indented, mustBeFlat, newline, type Output } from "./output.ts";

type Attributes = Readonly<Record<string, unknown>>;

/** Writes a set; one with a single attribute on one line, if it fits. */
export function writeSet(out: Output, set: Attributes): void {
  const names = definedNames(set);
  if (names.length === 0) {
    out.text += "{ }";
  } else if (names.length === 1 ? fits(out, () => writeFlat(out, set, names)) : mustBeFlat(out)) {
    if (names.length > 1) writeFlat(out, set, names);
  } else {
    writeLines(out, set, names);
  }
}

function writeFlat(out: Output, set: Attributes, names: readonly string[]): void {
  out.text += "{";
  for (const name of names) {
    out.text += " ";
    writeBinding(out, set, name);
  }
  out.text += " }";
}

function writeLines(out: Output, set: Attributes, names: readonly string[]): void {
  out.text += "{";
  indented(out, () => {
    for (const name of names) {
      newline(out);
      writeBinding(out, set, name);
    }
  });
  newline(out);
  out.text += "}";
}

/** Names without values are not there: that is how optional properties are left out. */
function definedNames(set: Attributes): readonly string[] {
  const names = Object.keys(set);
  return names.every((name) => isDefined(set[name])) ? names : names.filter((name) => isDefined(set[name]));
}

const isDefined = (value: unknown): boolean => (tagOf(value) === undefined ? value !== undefined : meaning(value) !== undefined);

function writeBinding(out: Output, set: Attributes, first: string): void {
  const depth = out.path.length;
  writeKey(out, first);
  out.path.push(first);
  let value = meaning(set[first]);
  for (let only = onlyName(value); only !== undefined; only = onlyName(value)) {
    out.text += ".";
    writeKey(out, only);
    out.path.push(only);
    value = meaning((value as Attributes)[only]);
  }
  out.text += " =";
  writeDefinition(out, value);
  out.text += ";";
  out.path.length = depth;
}

/** The name of the only attribute of a set. */
function onlyName(value: unknown): string | undefined {
  if (tagOf(value) !== undefined || !isPlainObject(value)) return undefined;
  const names = Object.keys(value);
  if (names.length === 1) return isDefined(value[names[0]!]) ? names[0] : undefined;
  const defined = definedNames(value);
  return defined.length === 1 ? defined[0] : undefined;
}

/** Writes what stands behind `=`. */
function writeDefinition(out: Output, value: unknown): void {
  if (out.layout !== "lines" || typeof value === "string") return writeAfterBlank(out, value);
  if (isPlainObject(value) && tagOf(value) === undefined) {
    out.text += " ";
    const names = definedNames(value);
    if (names.length > 0) return writeLines(out, value, names);
    out.text += "{ }";
    return undefined;
  }
  if (fits(out, () => writeAfterBlank(out, value))) return undefined;
  if (out.hugs(out, value, precedence.any)) return writeAfterBlank(out, value);
  return indented(out, () => {
    newline(out);
    out.value(out, value, precedence.any);
  });
}

function writeAfterBlank(out: Output, value: unknown): void {
  out.text += " ";
  out.value(out, value, precedence.any);
}
