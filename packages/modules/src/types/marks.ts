/** Definitions as the marks of a diagnostic: where each one stands, and what it says. */
import type { Definition, Path } from "../model/definition.ts";
import { siteAt } from "../definitions/definition.ts";
import { plainPriority } from "../definitions/wrappers.ts";
import type { Mark } from "../model/diagnostic.ts";
import { showValue } from "../diagnostics/show.ts";

/** One mark for each definition, in the order in which they were written (later modules are merged first). */
export function marksOf(path: Path, definitions: readonly Definition[]): readonly Mark[] {
  return definitions
    .map(({ value, source, priority }) => ({
      site: siteAt(source, path),
      note: priority === plainPriority ? showValue(value) : `${showValue(value)} (priority ${priority})`,
    }))
    .toReversed();
}

/** True if one of the definitions stands in a JSON file, where advice must be given in JSON. */
export function anyInJson(definitions: readonly Definition[]): boolean {
  return definitions.some(({ source }) => source.site.file?.endsWith(".json") === true);
}
