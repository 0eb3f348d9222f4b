/** Units of Troupe's own. */
import type { UnitEntry } from "../model/manifest.ts";
import type { Draft, Path } from "../model/generation-draft.ts";
import { shortHash } from "../render/generation-draft.ts";

/** Adds a unit that is started by `target`; a change of `trigger` counts as one of the unit. */
export function addTroupeUnit(
  draft: Draft,
  name: string,
  text: string,
  change: UnitEntry["change"],
  trigger: string,
  target: string,
  at: readonly Path[],
): void {
  draft.file(`units/${name}`, text);
  draft.add("units", { name, hash: shortHash(text, trigger), change, start: true }, `unit:${name}`, ...at);
  draft.add("wants", { target, unit: name, kind: "wants" });
}
