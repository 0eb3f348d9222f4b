/**
 * The steps of units in a switch. The agent script decides by the same rules (its `unit_steps`); tests hold the two
 * together.
 */
import type { Manifest, UnitEntry } from "@troupe/linux";
import type { UnitTrouble } from "../../../deploy/agent-state.ts";
import type { UnitSteps } from "../../../deploy/model/plan.ts";

/** An empty file without an entry of its own masks a unit. */
const emptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Units that a generation masks. */
export function maskedUnits(manifest: Manifest | undefined): readonly string[] {
  const units = new Set(manifest?.units.map((unit) => unit.name));
  const empty = (manifest?.files ?? []).flatMap(({ path, sha256 }) =>
    sha256 === emptySha256 ? (/^units\/([^/]+)$/.exec(path)?.[1] ?? []) : [],
  );
  return empty.filter((name) => !units.has(name));
}

/** The steps of units between two generations; units that should be up and are not are started in any case. */
export function unitSteps(before: Manifest | undefined, after: Manifest, troubled: readonly UnitTrouble[]): UnitSteps {
  const old = new Map((before?.units ?? []).map((unit) => [unit.name, unit]));
  const kept = new Set(after.units.map((unit) => unit.name));
  const alreadyMasked = new Set(maskedUnits(before));
  const down = new Set(troubled.map((trouble) => trouble.unit));
  const steps = Map.groupBy(after.units, (unit) => stepFor(old.get(unit.name), unit, down.has(unit.name)));
  const names = (step: keyof UnitSteps): readonly string[] =>
    (steps.get(step) ?? []).map((unit) => unit.name).toSorted();
  return {
    stop: [
      ...[...old.keys()].filter((name) => !kept.has(name)),
      ...maskedUnits(after).filter((name) => !alreadyMasked.has(name)),
    ].toSorted(),
    start: names("start"),
    restart: names("restart"),
    reload: names("reload"),
    restartIfRunning: names("restartIfRunning"),
  };
}

function stepFor(before: UnitEntry | undefined, after: UnitEntry, down: boolean): keyof UnitSteps | undefined {
  const otherwise = after.start && (before === undefined || !before.start || down) ? "start" : undefined;
  if (before?.hash === after.hash) return otherwise;
  const [text] = after.hash.split("+");
  const change = before?.hash.split("+")[0] === text ? "reload" : after.change;
  if (!after.start) return change === "keep" ? undefined : "restartIfRunning";
  if (before === undefined) return "start";
  if (change === "keep") return otherwise;
  return change;
}
