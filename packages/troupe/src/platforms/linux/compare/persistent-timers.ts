/** Timers with `Persistent=true`, which run their units as soon as they start if they missed a run. */
import type { Generation, Manifest } from "@troupe/linux";
import type { MachinePlan } from "../../../deploy/model/plan.ts";
import type { HostState } from "../state.ts";
import { isRedefined } from "./redefined.ts";

/** A timer that a switch starts, and that may run its unit at once. */
export interface PersistentTimer {
  readonly timer: string;
  readonly unit: string;
  /** The events of its calendar. */
  readonly events: readonly string[];
}

/** The timers of the generation that a switch starts or restarts, and that may be persistent. */
export function startedTimers(
  { manifest, files }: Generation,
  before: Manifest | undefined,
  host: HostState,
): readonly PersistentTimer[] {
  const old = new Map(before?.units.map((unit) => [unit.name, unit]));
  const touched = new Set([
    ...host.troubledUnits.map(({ unit }) => unit),
    ...host.drift.flatMap(([kind, name = "", how = ""]) => (isRedefined(kind, how) ? [name] : [])),
  ]);
  return manifest.units.flatMap(({ name, hash, start }) => {
    const was = old.get(name);
    if (!name.endsWith(".timer") || !start) return [];
    if (was?.hash === hash && was.start && !touched.has(name)) return [];
    const whole = files.get(`units/${name}`);
    const file = whole ?? files.get(`units/${name}.d/overrides.conf`);
    const lines = new TextDecoder().decode(file?.bytes).split("\n");
    const values = (setting: string) => {
      const all = lines.flatMap((line) => (line.startsWith(`${setting}=`) ? [line.slice(setting.length + 1)] : []));
      return all.slice(all.lastIndexOf("") + 1);
    };
    const persistent = values("Persistent").at(-1);
    const is = persistent !== undefined && /^(?:1|yes|y|true|t|on)$/i.test(persistent);
    // Only a persistent timer of a package has a stamp on the machine.
    if (!is && (whole !== undefined || persistent !== undefined)) return [];
    const unit = values("Unit").at(-1) ?? name.replace(/timer$/, "service");
    return [{ timer: name, unit, events: values("OnCalendar").map((event) => event.replaceAll(/\s+/g, " ")) }];
  });
}

/** The part of a plan about timers that the machine calls overdue. */
export function runsAtOnce(
  timers: readonly PersistentTimer[],
  overdue: ReadonlySet<string>,
): Pick<MachinePlan, "runsAtOnce"> {
  const late = timers.flatMap(({ timer, unit }) => (overdue.has(timer) ? [{ timer, unit }] : []));
  return late.length === 0 ? {} : { runsAtOnce: late };
}
