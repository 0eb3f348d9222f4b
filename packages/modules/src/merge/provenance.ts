/** Raw definitions, and the sites of everything inside them. */
import type { DefinitionSet, Path, Place, RawDefinition, Source } from "../model/definition.ts";
import type { Site } from "../model/site.ts";

/** Reads the property that a raw definition refers to. */
export function readRaw(definition: RawDefinition): unknown {
  return (definition.holder as Record<string, unknown>)[definition.key];
}

/** A raw definition of a value that is not a property of any object. */
export function rawOf(value: unknown, source: Source): RawDefinition {
  return { holder: { value }, key: "value", source };
}

/** The raw definitions of `name` in definition sets that all have it. */
export const definitionsIn = (sets: readonly DefinitionSet[], name: string): readonly RawDefinition[] =>
  sets.map(({ value, source }) => ({ holder: value as object, key: name, source }));

/**
 * The place of a part of a value. Undefined for a scalar, because no message points at a scalar inside a plain value.
 */
export const placeOf = (part: unknown, source: Source, within: Place | Path, key: string): Place | undefined =>
  typeof part === "object" ? { source, within, key } : undefined;

/** Returns the site of a place. */
export function siteOf(place: Place): Site {
  const keys = [place.key];
  let { within } = place;
  for (; "key" in within; within = within.within) keys.unshift(within.key);
  return siteAt(place.source, [...within, ...keys]);
}

const listEntry = /^\[definition \d+-entry (\d+)\]$/;

/**
 * The exact place of the definition of `path` in `source`.
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

/** Turns nixpkgs' name of a list entry into its index, from 0. */
function asWritten(part: string): string {
  const entry = part.startsWith("[") ? listEntry.exec(part) : null;
  return entry === null ? part : String(Number(entry[1]) - 1);
}

/**
 * The source of a value inside a wrapper that stands at `path`. In JSON the wrapper's own keys are part of the pointer.
 */
export function sourceInside(source: Source, path: Path, ...keys: readonly string[]): Source {
  if (source.site.file?.endsWith(".json") !== true) return source;
  const site = siteAt(source, path);
  return { site: { ...site, pointer: [...(site.pointer ?? []), ...keys] }, depth: path.length };
}
