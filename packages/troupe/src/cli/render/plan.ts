/** A plan as people read it: machine by machine, what changes and why; machines that change alike are shown once. */
import { ownValue } from "@troupe/core/internal";
import type { Change, MachinePlan, MachineStatus, Plan, SwitchReach, UnitSteps } from "../../deploy/model/plan.ts";
import { describeReason } from "../../deploy/describe.ts";
import type { ChangeKind } from "../../deploy/model/platform.ts";
import { changeKindOf, platformOf } from "../../platforms/platforms.ts";
import type { Style, Terminal } from "../terminal.ts";
import { renderCounts } from "./plan-counts.ts";
import { count, listed, wrap } from "../../text/text.ts";

/** How much of it to show. */
export interface PlanRendering {
  /** Whole files and all machines, instead of the beginning of long ones. */
  readonly full: boolean;
  /** True if machines must not restart. */
  readonly noReboot?: boolean;
}

const said: { readonly [Status in MachineStatus]: { readonly text: string; readonly style: Style } } = {
  new: { text: "new", style: "added" },
  change: { text: "changes", style: "changed" },
  same: { text: "nothing to do", style: "faint" },
  drift: { text: "drifted", style: "changed" },
  conflict: { text: "refused: something is in the way", style: "bad" },
  blocked: { text: "refused", style: "bad" },
  unreachable: { text: "unreachable", style: "bad" },
  "not-applied": { text: "not applied by Troupe", style: "faint" },
};

/** The whole plan, ending with counts. */
export function renderPlan(
  plan: Plan,
  terminal: Pick<Terminal, "style" | "width" | "tableWidth">,
  rendering: PlanRendering,
): string {
  const alike = new Map<string, { machines: MachinePlan[]; body: string }>();
  for (const machine of plan.machines) {
    const body = renderBody(machine, terminal, rendering);
    const key = `${machine.status}\n${body}`;
    const group = alike.get(key);
    if (group === undefined) alike.set(key, { machines: [machine], body });
    else group.machines.push(machine);
  }
  const blocks = [...alike.values()].map(({ machines, body }) => {
    const { text, style } = said[machines[0]!.status];
    const names = machines.map(({ machine }) => machine);
    const head = `${terminal.style("heading", rendering.full ? names.join(", ") : listed(names))}  ${terminal.style(style, text)}`;
    return body === "" ? head : `${head}\n${body}`;
  });
  const counts = renderCounts(plan.machines, terminal);
  return [...blocks, ...(counts === undefined ? [] : [counts]), countPlan(plan, terminal)].join("\n\n");
}

/** A plan that changes no machine, in words; machines that Troupe does not apply are named. */
export function renderNothingToDo({ machines }: Plan): string {
  const notApplied = machines.filter(({ status }) => status === "not-applied").map(({ machine }) => machine);
  const applied = machines.length - notApplied.length;
  return [
    ...(applied > 0 || notApplied.length === 0 ? [`Nothing to do on ${count(applied, "machine")}.`] : []),
    ...(notApplied.length > 0 ? [`Not applied by Troupe: ${listed(notApplied)}.`] : []),
  ].join("\n");
}

/** "2 to change, 1 unchanged". */
function countPlan(plan: Plan, { style }: Pick<Terminal, "style">): string {
  const number = (...statuses: readonly MachineStatus[]) =>
    plan.machines.filter(({ status }) => statuses.includes(status)).length;
  const parts: readonly (readonly [number, string, Style])[] = [
    [number("new"), "new", "added"],
    [number("change"), "to change", "changed"],
    [number("drift"), "to restore", "changed"],
    [number("same"), "unchanged", "faint"],
    [number("conflict", "blocked"), "refused", "bad"],
    [number("unreachable"), "unreachable", "bad"],
    [number("not-applied"), "not applied by Troupe", "faint"],
  ];
  const shown = parts.filter(([amount]) => amount > 0).map(([amount, text, each]) => style(each, `${amount} ${text}`));
  return `Plan for ${count(plan.machines.length, "machine")}: ${shown.join(", ") || "nothing"}.`;
}

function renderBody(
  machine: MachinePlan,
  terminal: Pick<Terminal, "style" | "width">,
  rendering: PlanRendering,
): string {
  const { style, width } = terminal;
  const line = (text: string) => `  ${wrap(text, width - 2, "    ")}`;
  const lines: string[] = [];
  if (machine.pending !== undefined)
    lines.push(
      line(
        `a switch to ${shortId(machine.pending.to)} by ${machine.pending.by} is not confirmed yet; ${machine.pending.secondsLeft > 0 ? `the machine takes it back in ${machine.pending.secondsLeft} s` : "the machine takes it back"}`,
      ),
    );
  if (machine.reverted !== undefined)
    lines.push(line(`the last switch, to ${shortId(machine.reverted.to)}, was taken back: ${machine.reverted.reason}`));
  if (machine.runs !== undefined)
    lines.push(line(`${style("changed", "!")} the host is machine ${machine.runs} and becomes ${machine.machine}`));
  for (const { name, how, diff } of machine.drift)
    lines.push(
      `  ${style("changed", "!")} ${name} ${how} on the machine; applying restores it`,
      ...renderDiff(diff, terminal, rendering),
    );
  for (const { path, type, unit, diff } of machine.conflicts) {
    const what =
      unit === undefined ? `${path} is a ${type} that Troupe did not write` : `${path} would win over ${unit}`;
    lines.push(`  ${style("bad", "✗")} ${what}`, ...renderDiff(diff, terminal, rendering));
  }
  for (const path of machine.adopt)
    lines.push(`  ${style("changed", "!")} /etc/${path} is taken over; the original is kept`);
  for (const change of machine.changes)
    lines.push(...renderChange(change, changeKindOf(machine, change), terminal, rendering));
  if (machine.packages.install.length > 0)
    lines.push(
      line(
        `install ${machine.packages.install.join(", ")} (${machine.packages.install.length === 1 ? "its" : "their"} own units stay off)`,
      ),
    );
  const { dependencies = [], upgrades = [], removals = [] } = machine.packages;
  if (dependencies.length > 0) lines.push(line(`with ${dependencies.join(", ")}, on which they depend`));
  for (const { name, from, to } of upgrades) lines.push(`  ${style("changed", "~")} upgrade ${name} ${from} → ${to}`);
  for (const name of removals) lines.push(`  ${style("removed", "-")} remove the package ${name}`);
  if (machine.packages.unneeded.length > 0)
    lines.push(line(`no longer needed, left installed: ${machine.packages.unneeded.join(", ")}`));
  const { details } = machine;
  if (details !== undefined && machine.status !== "same")
    lines.push(...(platformOf({ class: details.kind })?.planDetails?.(details, terminal, rendering) ?? []));
  lines.push(...renderSteps(machine.units).map(line));
  for (const { unit, timer } of machine.runsAtOnce ?? [])
    lines.push(line(`runs ${unit} at once, because ${timer} missed a run`));
  if (machine.reach !== undefined) lines.push(...renderReach(machine.reach, rendering).map(line));
  for (const { directory, unit } of machine.leftBehind)
    lines.push(line(`left behind: ${directory}, the data of ${unit}`));
  lines.push(...renderReasons(machine.changes, terminal));
  return lines.join("\n");
}

const marks = { add: ["+", "added"], change: ["~", "changed"], remove: ["-", "removed"] } as const;

function renderChange(
  { name, action, diff, notes }: Change,
  { noun, generated, listedApart }: ChangeKind,
  terminal: Pick<Terminal, "style" | "width">,
  rendering: PlanRendering,
): string[] {
  if (listedApart === true) return [];
  const [mark, style] = marks[action];
  const shown = rendering.full || generated !== true ? diff : undefined;
  return [
    `  ${terminal.style(style, mark)} ${noun === undefined ? "" : `${noun} `}${name}`,
    ...(notes ?? []).map((note) => `      ${note}`),
    ...renderDiff(shown, terminal, rendering),
  ];
}

const shownLines = 14;

function renderDiff(
  diff: string | undefined,
  { style, width }: Pick<Terminal, "style" | "width">,
  { full }: PlanRendering,
): string[] {
  if (diff === undefined) return [];
  const all = diff.split("\n");
  // Lines of a file may look like the header of a diff, so the header is what stands before the first hunk.
  const lines = all
    .slice(
      Math.max(
        0,
        all.findIndex((line) => line.startsWith("@@")),
      ),
      all.at(-1) === "" ? -1 : undefined,
    )
    .filter((line) => !/^(@@ -0,0 |@@ .* \+0,0 @@|\\ No newline)/.test(line));
  const kept = full || lines.length <= shownLines ? lines : lines.slice(0, shownLines - 1);
  const shown = kept.map((line) => {
    const cut = !full && line.length > width - 6 ? `${line.slice(0, width - 7)}…` : line;
    const kind: Style | undefined = line.startsWith("+")
      ? "added"
      : line.startsWith("-")
        ? "removed"
        : line.startsWith("@@")
          ? "faint"
          : undefined;
    return `      ${kind === undefined ? cut : style(kind, cut)}`;
  });
  return kept.length < lines.length
    ? [...shown, style("faint", `      … ${count(lines.length - kept.length, "more line")} (--full shows all)`)]
    : shown;
}

function renderSteps({ stop, start, restart, reload, restartIfRunning, startIfEnabled }: UnitSteps): string[] {
  const step = (what: string, units: readonly string[]) => (units.length === 0 ? [] : [`${what} ${units.join(", ")}`]);
  return [
    ...step("stop", stop),
    ...step("start", start),
    ...step("restart", restart),
    ...step("reload", reload),
    ...step("restart, if running,", restartIfRunning),
    ...step("start, if enabled,", startIfEnabled),
  ];
}

/** The words for areas of the way in, where they are not the areas' names. */
const roadAreas: { readonly [area: string]: string } = {
  keys: "authorized keys",
  login: "rules of logins",
  network: "network configuration",
  units: "units of ssh and network",
};

function renderReach({ road, restartsSshd, untested }: SwitchReach, { noReboot = false }: PlanRendering): string[] {
  const changes = road.map((area) => ownValue(roadAreas, area) ?? area).join(", ");
  return [
    ...(restartsSshd ? ["sshd restarts; connections that are open stay"] : []),
    ...(changes === "" || noReboot
      ? []
      : [
          `changes the way in (${changes}): if nobody confirms the switch, and nobody logs in once the machine took it back, it restarts (--no-reboot)`,
        ]),
    ...(untested.length === 0 ? [] : [`not tested by the switch, because it is read at boot: ${untested.join(", ")}`]),
  ];
}

/** Each reason once, with what it changes if it does not change everything. */
function renderReasons(changes: readonly Change[], { style, width }: Pick<Terminal, "style" | "width">): string[] {
  const reasons = new Map<string, Set<string>>();
  for (const { name, why } of changes) {
    for (const reason of why) {
      const text = describeReason(reason);
      const names = reasons.get(text);
      if (names === undefined) reasons.set(text, new Set([name]));
      else names.add(name);
    }
  }
  return [...reasons.keys()].map((text) => `  ${style("faint", "why:")} ${wrap(text, width - 7, "       ")}`);
}

/** As much of an id as people compare. */
export const shortId = (id: string): string => id.slice(0, 8);
