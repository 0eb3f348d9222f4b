/** What a definition is before and after its wrappers have been looked into. */
import type { Site } from "../diagnostics/site.ts";

/** The names that lead from the root of the configuration to an option. */
export type Path = readonly string[];

/**
 * Where a module's configuration was written: `site` is the place of the value at depth `depth` of the option tree, so that
 * the exact place of everything below can be worked out from its path, when somebody asks.
 */
export interface Source {
  readonly site: Site;
  readonly depth: number;
}

/** A definition as it was written: one property of somebody's object, read when it is needed and not before. */
export interface RawDefinition {
  readonly holder: object;
  readonly key: string;
  readonly source: Source;
}

/** A definition that counts: its condition is true, nothing overrides it, and its value is known down to the first level. */
export interface Definition {
  readonly value: unknown;
  readonly source: Source;
  readonly priority: number;
  /** True if `mkOrder` gave it its place among the others. */
  readonly ordered?: true;
}

/** Where something within a definition stands. Cheap to make: the path is worked out if somebody asks. */
export interface Place {
  readonly source: Source;
  readonly within: Place | Path;
  readonly key: string;
}

/** The place of a part of something. Undefined for what has no parts itself: nobody asks where that stands. */
export const placeOf = (part: unknown, source: Source, within: Place | Path, key: string): Place | undefined =>
  typeof part === "object" ? { source, within, key } : undefined;

/** Reads the property that a raw definition stands for. */
export function readRaw(definition: RawDefinition): unknown {
  return (definition.holder as Record<string, unknown>)[definition.key];
}

/** A raw definition of a value that is no property of anything. */
export function rawOf(value: unknown, source: Source): RawDefinition {
  return { holder: { value }, key: "value", source };
}

/** The site of a place. */
export function siteOf(place: Place): Site {
  const keys = [place.key];
  let { within } = place;
  for (; "key" in within; within = within.within) keys.unshift(within.key);
  return siteAt(place.source, [...within, ...keys]);
}

const listEntry = /^\[definition \d+-entry (\d+)\]$/;

/**
 * The exact place of what `source` says about `path`.
 *
 * @example
 * const source = { site: { file: "troupe.ts", line: 3 }, depth: 1 };
 * siteAt(source, ["networking", "firewall", "enable"]); // => { file: "troupe.ts", line: 3, pointer: ["firewall", "enable"] }
 */
export function siteAt(source: Source, path: Path): Site {
  const { site, depth } = source;
  if (path.length <= depth) return site;
  const below = path.slice(depth).map(asWritten);
  return { ...site, pointer: site.pointer === undefined ? below : [...site.pointer, ...below] };
}

/** An element of a list by its number, from 0. */
function asWritten(part: string): string {
  const entry = part.startsWith("[") ? listEntry.exec(part) : null;
  return entry === null ? part : String(Number(entry[1]) - 1);
}

/** The source of something inside a wrapper that stands at `path`. In JSON the wrapper's own keys are part of the way there. */
export function sourceInside(source: Source, path: Path, ...keys: readonly string[]): Source {
  if (source.site.file?.endsWith(".json") !== true) return source;
  const site = siteAt(source, path);
  return { site: { ...site, pointer: [...(site.pointer ?? []), ...keys] }, depth: path.length };
}
