/** Definitions as the marks of a diagnostic: the site and the value of each. */
import { showValue } from "../diagnostics/value-text.ts";
import type { Definition, Path, RawDefinition } from "../model/definition.ts";
import type { Mark } from "../model/diagnostic.ts";
import type { Overridden } from "../model/wrapper.ts";
import { plainPriority } from "./priorities.ts";
import { siteAt } from "./provenance.ts";
import { tagOf } from "./wrapper-tag.ts";

/** Makes a mark for each definition, in the order in which they were written (later modules are merged first). */
export function marksOf(path: Path, definitions: readonly Definition[]): readonly Mark[] {
  return definitions
    .map(({ value, source, priority }) => ({
      site: siteAt(source, path),
      note: priority === plainPriority ? showValue(value) : `${showValue(value)} (priority ${priority})`,
    }))
    .toReversed();
}

/** Makes a mark for each raw definition, in the order in which they were written. */
export function rawMarks(path: Path, raw: readonly RawDefinition[]): readonly Mark[] {
  return raw.map((definition) => ({ site: siteAt(definition.source, path), ...note(definition) })).toReversed();
}

/** The value of a raw definition, unless it would have to be computed. */
function note({ holder, key }: RawDefinition): { note?: string } {
  const property = Object.getOwnPropertyDescriptor(holder, key);
  if (property === undefined || !("value" in property) || tagOf(property.value) === "lazy") return {};
  const moved = property.value as Partial<Overridden> | null;
  return { note: showValue(tagOf(moved) === "override" && moved?.pushed === true ? moved.content : moved) };
}

/** True if one of the definitions stands in a JSON file, so that a hint must give its advice in JSON. */
export function anyInJson(definitions: readonly Definition[]): boolean {
  return definitions.some(({ source }) => source.site.file?.endsWith(".json") === true);
}
