/** Units that Troupe adds itself, such as the unit of the firewall. */
import type { UnitEntry } from "../model/manifest.ts";
import type { Draft, Path } from "../model/generation-draft.ts";
import { shortHash } from "../render/generation-draft.ts";

/** Adds a unit that `target` wants. A change of `trigger` counts as a change of the unit. */
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
