/** Timers, sockets and targets. */
import { type SystemConfig, unitOptions } from "@troupe/system";
import { incompleteUnit } from "../render/diagnostics.ts";
import type { Draft } from "../render/draft.ts";
import type { Path } from "../render/origins.ts";
import { fullName } from "./naming.ts";
import { section, type Settings } from "./section.ts";
import { addUnit, type UnitOptions, unitSection } from "./unit.ts";

type Timer = SystemConfig["systemd"]["timers"][string];

/** A unit of which nothing is said. */
const noOptions = Object.fromEntries(Object.entries(unitOptions).map(([name, option]) => [name, option.default])) as unknown as UnitOptions;

/** Renders the timers that are declared, and those of services with `startAt`. */
export function renderTimers(draft: Draft): void {
  const { timers, services } = draft.config.systemd;
  const scheduled = Object.entries(services).filter(([, service]) => service.enable && service.startAt.length > 0);
  const times = new Map(scheduled.map(([name, service]) => [name, [service.startAt].flat()]));
  for (const name of new Set([...Object.keys(timers), ...times.keys()])) {
    const at: Path[] = [];
    if (timers[name] !== undefined) at.push(["systemd", "timers", name]);
    if (times.has(name)) at.push(["systemd", "services", name]);
    renderTimer(draft, name, scheduledTimer(timers[name], times.get(name)), at);
  }
}

/** As in NixOS: `startAt` makes a timer wanted by timers.target, and adds to the one that is declared. */
function scheduledTimer(timer: Timer | undefined, times: readonly string[] | undefined): Timer {
  const declared = timer ?? { ...noOptions, timerConfig: {} };
  if (times === undefined) return declared;
  const onCalendar = [...[declared.timerConfig["OnCalendar"] ?? []].flat(), ...times];
  return {
    ...declared,
    wantedBy: [...declared.wantedBy, "timers.target"],
    timerConfig: { ...declared.timerConfig, OnCalendar: onCalendar },
  };
}

function renderTimer(draft: Draft, name: string, timer: Timer, at: readonly Path[]): void {
  const [first] = at as [Path];
  const unit = fullName(draft, name, "timer", first);
  if (unit === undefined) return;
  const events = Object.keys(timer.timerConfig).filter((setting) => setting.startsWith("On"));
  if (timer.enable && timer.overrideStrategy !== "asDropin" && events.length === 0) {
    draft.report(incompleteUnit, { unit, lacks: "has nothing in `timerConfig` that says when (`OnCalendar`, `OnBootSec`, …)" }, first);
  }
  const body = section(draft, unit, "Timer");
  body.addAll(timer.timerConfig, [...first, "timerConfig"]);
  addUnit(draft, unit, timer, [unitSection(draft, unit, timer, first), body], "restart", at);
}

/** Renders the sockets. */
export function renderSockets(draft: Draft): void {
  for (const [name, socket] of Object.entries(draft.config.systemd.sockets)) {
    const at = ["systemd", "sockets", name];
    const unit = fullName(draft, name, "socket", at);
    if (unit === undefined) continue;
    const body = section(draft, unit, "Socket");
    const listening: Settings = {
      ...(socket.listenDatagrams.length > 0 && { ListenDatagram: socket.listenDatagrams }),
      ...(socket.listenStreams.length > 0 && { ListenStream: socket.listenStreams }),
    };
    if (
      socket.enable &&
      socket.overrideStrategy !== "asDropin" &&
      ![...Object.keys(listening), ...Object.keys(socket.socketConfig)].some((setting) => setting.startsWith("Listen"))
    ) {
      draft.report(incompleteUnit, { unit, lacks: "does not say where to listen (`listenStreams`, `listenDatagrams`)" }, at);
    }
    body.addAll(listening, at);
    body.addAll(socket.socketConfig, [...at, "socketConfig"]);
    addUnit(draft, unit, socket, [unitSection(draft, unit, socket, at), body], "restart", [at]);
  }
}

/** Renders the targets. A changed target is not restarted: that would stop and start what belongs to it. */
export function renderTargets(draft: Draft): void {
  for (const [name, target] of Object.entries(draft.config.systemd.targets)) {
    const at = ["systemd", "targets", name];
    const unit = fullName(draft, name, "target", at);
    if (unit !== undefined) addUnit(draft, unit, target, [unitSection(draft, unit, target, at)], "keep", [at]);
  }
}
