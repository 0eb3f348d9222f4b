/** `systemd.targets`. */
import type { SystemConfig } from "@troupe/vocabulary";
import type { Draft } from "../model/generation-draft.ts";
import { addUnit, renderUnits, unitSection } from "./unit.ts";

/**
 * Renders the targets. A changed target is not restarted, because a restart would stop and start the units of the
 * target.
 */
export function renderTargets(draft: Draft, targets: SystemConfig["systemd"]["targets"]): void {
  renderUnits(draft, "targets", targets, (unit, target, at) =>
    addUnit(draft, unit, target, [unitSection(draft, unit, target, at)], "keep", [at]),
  );
}
