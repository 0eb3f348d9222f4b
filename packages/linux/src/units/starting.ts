/** Which units must be up: those wanted by something that is up on a running machine. */
import type { UnitEntry, WantsEntry } from "../generation/manifest.ts";

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
 * Sets `start` of each unit: wanted by something, of which at least one is neither on demand nor a unit of this configuration that
 * is itself not to be up.
 */
export function resolveStarts(units: readonly UnitEntry[], wants: readonly WantsEntry[]): readonly UnitEntry[] {
  const wanting = Map.groupBy(wants, (entry) => entry.unit);
  const own = new Set(units.map((unit) => unit.name));
  const up = new Map<string, boolean>();
  const isUp = (name: string): boolean => {
    const known = up.get(name);
    if (known !== undefined) return known;
    up.set(name, false); // while it is being worked out: units that want only each other are not up
    const result = own.has(name)
      ? (wanting.get(name) ?? []).some((entry) => isUp(entry.target))
      : !onDemand.has(name) && !name.endsWith(".device");
    up.set(name, result);
    return result;
  };
  return units.map((unit) => ({ ...unit, start: unit.start && isUp(unit.name) }));
}
