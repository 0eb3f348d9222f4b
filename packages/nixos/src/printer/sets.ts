/** Attribute sets: one attribute a line, and `a.b.c = …` where each set on the path has a single attribute. */
import { isPlainObject } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import { expressionOf, precedence } from "../expression/expression.ts";
import type { Output } from "../model/expression.ts";
import { writeKey } from "./attribute-names.ts";
import { resolveConditions } from "./conditions.ts";
import { fits, indented, mustBeFlat, newline } from "./layout.ts";

type Attributes = Readonly<Record<string, unknown>>;

/** Writes a set. A set with a single attribute stands on one line if it fits. */
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

/** Writes a set over several lines. */
export function writeSetLines(out: Output, set: Attributes): void {
  writeLines(out, set, definedNames(set));
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

/** Returns the names of a set whose values define something, because optional properties are undefined. */
function definedNames(set: Attributes): readonly string[] {
  const names = Object.keys(set);
  return names.every((name) => isDefined(set[name])) ? names : names.filter((name) => isDefined(set[name]));
}

const isDefined = (value: unknown): boolean =>
  tagOf(value) === undefined ? value !== undefined : resolveConditions(value) !== undefined;

function writeBinding(out: Output, set: Attributes, first: string): void {
  const depth = out.path.length;
  if (isVariable(set[first], first)) {
    out.text += "inherit ";
    out.value(out, set[first], precedence.atom);
    out.text += ";";
    return;
  }
  writeKey(out, first);
  out.path.push(first);
  let value = resolveConditions(set[first]);
  let names = namesOf(value);
  for (let only = onlyName(value, names); only !== undefined; only = onlyName(value, names)) {
    out.text += ".";
    writeKey(out, only);
    out.path.push(only);
    value = resolveConditions((value as Attributes)[only]);
    names = namesOf(value);
  }
  out.text += " =";
  writeDefinition(out, value, names);
  out.text += ";";
  out.path.length = depth;
}

/** Returns the names in a plain set; undefined for all other values. */
function namesOf(value: unknown): readonly string[] | undefined {
  if (typeof value !== "object" || !isPlainObject(value) || tagOf(value) !== undefined) return undefined;
  return definedNames(value);
}

/** True for the variable called `name`. */
function isVariable(value: unknown, name: string): boolean {
  const path = typeof value === "function" ? expressionOf(value)?.path : undefined;
  return path?.length === 1 && path[0] === name;
}

/** Returns the only name of a set; undefined for a set of several names and for `inherit`. */
function onlyName(value: unknown, names: readonly string[] | undefined): string | undefined {
  if (names?.length !== 1) return undefined;
  const only = names[0]!;
  return isVariable((value as Attributes)[only], only) ? undefined : only;
}

/** Writes ` value` after `=`. `names` are the names of `value` if `value` is a plain set. */
function writeDefinition(out: Output, value: unknown, names: readonly string[] | undefined): void {
  if (out.layout !== "lines" || typeof value === "string") return writeAfterBlank(out, value);
  if (names !== undefined) {
    out.text += " ";
    const isInherited = names.length === 1 && isVariable((value as Attributes)[names[0]!], names[0]!);
    if (isInherited) return writeFlat(out, value as Attributes, names);
    if (names.length > 0) return writeLines(out, value as Attributes, names);
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
