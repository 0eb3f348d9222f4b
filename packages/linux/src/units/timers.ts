/** `systemd.timers`, and the timers of services with `startAt`. */
import { type SystemConfig, unitOptions } from "@troupe/vocabulary";
import { incompleteUnit } from "../diagnostics.ts";
import type { Draft, Path } from "../model/generation-draft.ts";
import { fullName } from "./unit-name.ts";
import { section } from "./section.ts";
import { addMask, addUnit, type UnitOptions, unitSection } from "./unit.ts";

type Systemd = SystemConfig["systemd"];
type Timer = Systemd["timers"][string];

/** A timer without definitions. */
const noTimer: Timer = { ...defaultsOf<UnitOptions>(unitOptions), timerConfig: {} };

function defaultsOf<T>(options: { readonly [name: string]: { readonly default?: unknown } }): T {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default])) as T;
}

/** Renders the declared timers, and a timer for each service with `startAt`. */
export function renderTimers(draft: Draft, timers: Systemd["timers"], services: Systemd["services"]): void {
  const scheduled = Object.entries(services).filter(([, service]) => service.enable && service.startAt.length > 0);
  const times = new Map(scheduled.map(([name, service]) => [name, [service.startAt].flat()]));
  for (const name of new Set([...Object.keys(timers), ...times.keys()])) {
    const at: Path[] = [];
    if (timers[name] !== undefined) at.push(["systemd", "timers", name]);
    if (times.has(name)) at.push(["systemd", "services", name]);
    renderTimer(draft, name, scheduledTimer(timers[name] ?? noTimer, times.get(name)), at);
  }
}

/** Adds the times of `startAt` to the declared timer, and makes timers.target want the timer, as NixOS does. */
function scheduledTimer(timer: Timer, times: readonly string[] | undefined): Timer {
  if (times === undefined) return timer;
  const onCalendar = [...[timer.timerConfig["OnCalendar"] ?? []].flat(), ...times];
  return {
    ...timer,
    wantedBy: [...timer.wantedBy, "timers.target"],
    timerConfig: { ...timer.timerConfig, OnCalendar: onCalendar },
  };
}

function renderTimer(draft: Draft, name: string, timer: Timer, at: readonly Path[]): void {
  const [first] = at as [Path];
  const unit = fullName(draft, name, "timer", first);
  if (unit === undefined) return;
  if (!timer.enable) return addMask(draft, unit, at);
  const events = Object.keys(timer.timerConfig).filter((setting) => setting.startsWith("On"));
  if (timer.overrideStrategy !== "asDropin" && events.length === 0) {
    draft.report(
      incompleteUnit,
      { unit, lacks: "has nothing in `timerConfig` that says when (`OnCalendar`, `OnBootSec`, …)" },
      first,
    );
  }
  const body = section(draft, unit, "Timer");
  // The timer of a service without one of its own has only the times of `startAt`.
  const times = first[1] === "services" ? { OnCalendar: [...first, "startAt"] } : undefined;
  body.addAll(timer.timerConfig, [...first, "timerConfig"], times);
  return addUnit(draft, unit, timer, [unitSection(draft, unit, timer, first), body], "restart", at);
}
