/** Walking through Clan's JSON: wrappers are looked through, and what is of another form is said with its place. */
import { type Diagnostic, diagnose, fail, isPlainObject, kindOf, showPath, type Site } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import { malformedClan, notFromClan } from "../diagnostics.ts";

export type Path = readonly string[];

/** What is read, and who wants to know what means nothing here. */
export interface ClanReader {
  /** The file, with nothing below it. */
  readonly site: Site;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Says that something is left out: all of what stands there, or `part` of it. */
export function leaveOut({ site, report }: ClanReader, path: Path, why: string, instead?: string, part?: string): undefined {
  const marks = [{ site: { ...site, pointer: path } }];
  const what = part === undefined ? showPath(path) : `${part} in ${showPath(path)}`;
  report(diagnose(notFromClan, { what, why, instead }, { path: showPath(path), marks }));
}

/** Changes what the wrappers around a value hold: priorities, conditions and so on mean the same here. */
export function inside(value: unknown, path: Path, change: (content: unknown, path: Path) => unknown): unknown {
  const { content, contents } = (value ?? {}) as { readonly content?: unknown; readonly contents?: unknown };
  switch (tagOf(value)) {
    case "override":
    case "order":
    case "if":
      return { ...(value as object), content: inside(content, [...path, "content"], change) };
    case "merge":
      if (!Array.isArray(contents)) return value;
      return { ...(value as object), contents: contents.map((each, index) => inside(each, [...path, "contents", String(index)], change)) };
    default:
      return change(value, path);
  }
}

/** An object, property by property; a property becomes what its change returns, under that name, or nothing. */
export function eachProperty(
  reader: ClanReader,
  value: unknown,
  path: Path,
  change: (name: string, value: unknown, path: Path) => readonly [name: string, value: unknown] | undefined,
): unknown {
  return inside(value, path, (content, at) => {
    if (!isPlainObject(content)) return malformed(reader, at, "an object", content);
    const entries = Object.entries(content).map(([name, each]) => change(name, each, [...at, name]));
    return Object.fromEntries(entries.filter((entry) => entry !== undefined));
  });
}

/** What becomes of a property: kept, changed, under another name, or left out for a reason. */
export type PropertyRule = (value: unknown, path: Path, name: string) => readonly [name: string, value: unknown] | undefined;

/** An object of which it is known what each property means. */
export function knownProperties(reader: ClanReader, value: unknown, path: Path, rules: { readonly [name: string]: PropertyRule }): unknown {
  return eachProperty(reader, value, path, (name, each, at) => {
    // null is how Clan writes what nobody says.
    if (each === null) return undefined;
    if (Object.hasOwn(rules, name)) return rules[name]!(each, at, name);
    return leaveOut(reader, at, "Clan has no such option");
  });
}

/** A property that means the same. */
export const keep: PropertyRule = (value, _, name) => [name, value];

/** A property with a value, unless there is nothing in it. */
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
