/** Which units must be up: those wanted by something that is up on a running machine. */
import type { UnitEntry, WantsEntry } from "../model/manifest.ts";

/** Targets that are reached on demand, or on the way down: what they want need not be up now. */
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
 * Sets `start` of each unit: whether something that is up wants it. Up is what is not a unit of this configuration and not on demand,
 * and then every unit that is wanted by what is up.
 */
export function resolveStarts(units: readonly UnitEntry[], wants: readonly WantsEntry[]): readonly UnitEntry[] {
  const own = new Set(units.map((unit) => unit.name));
  const wantedBy = Map.groupBy(wants, (entry) => entry.target);
  const outside = [...wantedBy.keys()].filter((target) => !own.has(target) && !onDemand.has(target) && !target.endsWith(".device"));
  const up = new Set(outside);
  for (const name of up) for (const { unit } of wantedBy.get(name) ?? []) up.add(unit);
  return units.map((unit) => ({ ...unit, start: unit.start && up.has(unit.name) }));
}
