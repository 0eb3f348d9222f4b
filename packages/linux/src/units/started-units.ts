/** The units that must be active: units that an active unit of a running machine wants. */
import type { UnitEntry, WantsEntry } from "../model/manifest.ts";

/** Targets that are active on demand or at shutdown only. The units that they want need not be active. */
const onDemand = new Set(
  [
    "bluetooth ctrl-alt-del emergency exit final halt hibernate hybrid-sleep kbrequest kexec poweroff printer reboot rescue",
    "shutdown sigpwr sleep smartcard soft-reboot sound suspend suspend-then-hibernate umount usb-gadget",
  ]
    .join(" ")
    .split(" ")
    .map((name) => `${name}.target`),
);

/**
 * Sets `start` of each unit that an active unit wants. Active units are the units outside of this configuration,
 * without the targets on demand, and all units that an active unit wants.
 */
export function resolveStarts(units: readonly UnitEntry[], wants: readonly WantsEntry[]): readonly UnitEntry[] {
  const declaredUnits = new Set(units.map((unit) => unit.name));
  const wantedBy = Map.groupBy(wants, (entry) => entry.target);
  const activeTargets = [...wantedBy.keys()].filter(
    (target) => !declaredUnits.has(target) && !onDemand.has(target) && !target.endsWith(".device"),
  );
  const active = new Set(activeTargets);
  for (const name of active) for (const { unit } of wantedBy.get(name) ?? []) active.add(unit);
  return units.map((unit) => ({ ...unit, start: unit.start && active.has(unit.name) }));
}
