/** A reader of Clan's JSON, which looks inside wrappers and reports values of another form with their place. */
import { type Diagnostic, diagnose, fail, isPlainObject, kindOf, showPath, type Site } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import { malformedClan, notFromClan } from "../diagnostics.ts";

export type Path = readonly string[];

/** The file that is read, and where parts without a meaning in Troupe are reported. */
export interface ClanReader {
  /** The file, without a pointer. */
  readonly site: Site;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Reports that the value at a path, or a `part` of it, is left out (TRP3241). */
export function leaveOut(
  { site, report }: ClanReader,
  path: Path,
  why: string,
  instead?: string,
  part?: string,
): undefined {
  const marks = [{ site: { ...site, pointer: path } }];
  const what = part === undefined ? showPath(path) : `${part} in ${showPath(path)}`;
  report(diagnose(notFromClan, { what, why, instead }, { path: showPath(path), marks }));
}

/** Applies `change` inside the wrappers around a value, because wrappers mean the same in Troupe. */
export function inside(value: unknown, path: Path, change: (content: unknown, path: Path) => unknown): unknown {
  const { content, contents } = (value ?? {}) as { readonly content?: unknown; readonly contents?: unknown };
  switch (tagOf(value)) {
    case "override":
    case "order":
    case "if":
      return { ...(value as object), content: inside(content, [...path, "content"], change) };
    case "merge":
      if (!Array.isArray(contents)) return value;
      return {
        ...(value as object),
        contents: contents.map((definition, index) => inside(definition, [...path, "contents", String(index)], change)),
      };
    default:
      return change(value, path);
  }
}

/**
 * Reads an object property by property. `change` returns the new name and value of a property, or undefined to leave it
 * out.
 */
export function eachProperty(
  reader: ClanReader,
  value: unknown,
  path: Path,
  change: (name: string, value: unknown, path: Path) => readonly [name: string, value: unknown] | undefined,
): unknown {
  return inside(value, path, (content, at) => {
    if (!isPlainObject(content)) return malformed(reader, at, "an object", content);
    const entries = Object.entries(content).map(([name, property]) => change(name, property, [...at, name]));
    return Object.fromEntries(entries.filter((entry) => entry !== undefined));
  });
}

/** A rule for a property: returns the new name and value, or undefined to leave the property out. */
export type PropertyRule = (
  value: unknown,
  path: Path,
  name: string,
) => readonly [name: string, value: unknown] | undefined;

/** Reads an object with a rule for each property. Other properties are reported and left out. */
export function knownProperties(
  reader: ClanReader,
  value: unknown,
  path: Path,
  rules: { readonly [name: string]: PropertyRule },
): unknown {
  return eachProperty(reader, value, path, (name, property, at) => {
    // Clan writes null for a property without a definition.
    if (property === null) return undefined;
    if (Object.hasOwn(rules, name)) return rules[name]!(property, at, name);
    return leaveOut(reader, at, "Clan has no such option");
  });
}

/** Keeps a property. */
export const keep: PropertyRule = (value, _, name) => [name, value];

/** Returns a property, or undefined for an empty object. */
export const unlessEmpty = (name: string, value: unknown): readonly [name: string, value: unknown] | undefined =>
  isPlainObject(value) && Object.keys(value).length === 0 ? undefined : [name, value];

function malformed({ site }: ClanReader, path: Path, expected: string, value: unknown): never {
  const what = path.length === 0 ? "the whole of it" : `\`${showPath(path)}\``;
  return fail(
    malformedClan,
    { what, expected, got: kindOf(value) },
    { path: showPath(path), marks: [{ site: { ...site, pointer: path } }] },
  );
}
