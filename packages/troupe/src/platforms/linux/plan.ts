/** The plan of a machine of class `linux`, from a probe of the machine. */
import { printManifest } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import { changedPaths } from "./changes.ts";
import { emptyPlan, statusWithout } from "../../deploy/empty-plan.ts";
import { emptyHost, type HostState, readHostState } from "./state.ts";
import { adoptedTargets, type HostContents, planMachine } from "./compare/plan-machine.ts";
import { startedTimers } from "./compare/persistent-timers.ts";
import type { MachinePlan } from "../../deploy/model/plan.ts";
import { askLinux, isReply } from "./ask.ts";
import { readAnswer } from "../../remote/machine-answer.ts";
import type { DesiredLinux } from "./desired.ts";
import type { PlanOptions } from "../../deploy/model/options.ts";

const probeTimeoutMs = 60_000;

/** Plans as if the machine were empty; contacts no machine. */
export function planEmptyLinux(desired: DesiredLinux): MachinePlan {
  const host: HostState = { ...emptyHost, missing: desired.generation.manifest.packages };
  return planMachine(desired, host, { tree: new Map(), etc: new Map() }, { adopt: new Set(), removals: new Set() });
}

/** Compares the machine with its desired generation. Read only: a probe and at most one fetch. */
export async function planLinux(desired: DesiredLinux, options: PlanOptions): Promise<MachinePlan> {
  const host = await probeFor(desired, options);
  return "code" in host ? withoutAnswer(desired, host) : planProbed(desired, host, options);
}

/** Probes the machine for a plan to the desired generation. */
export async function probeFor(
  { target, generation }: DesiredLinux,
  options: PlanOptions,
): Promise<HostState | Diagnostic> {
  options.events?.({ kind: "phase", machine: target.machine, phase: "probe" });
  const answer = await askLinux(target, options, {
    verb: "probe",
    args: [generation.id],
    input: printManifest(generation.manifest),
    timeoutMs: probeTimeoutMs,
    doing: "while it was being looked at",
  });
  return isReply(answer) ? readAnswer(target, () => readHostState(answer)) : answer;
}

/** Plans with the answer to a probe for the desired generation, and at most one fetch. */
export async function planProbed(desired: DesiredLinux, host: HostState, options: PlanOptions): Promise<MachinePlan> {
  const { target } = desired;
  const contents = await fetchContents(desired, host, options);
  const consent = {
    adopt: adoptedTargets(options.adopt ?? []),
    removals: new Set(options.allowRemoval),
    takeover: options.takeover,
  };
  const plan = readAnswer(target, () => planMachine(desired, host, contents, consent));
  return "code" in plan ? withoutAnswer(desired, plan) : plan;
}

/** Fetches contents for the diffs: changed files of the old generation, and files in /etc that conflict or drifted. */
async function fetchContents(
  { target, generation }: DesiredLinux,
  host: HostState,
  options: PlanOptions,
): Promise<HostContents> {
  const contents = {
    tree: new Map<string, Uint8Array>(),
    etc: new Map<string, Uint8Array>(),
    overdue: new Set<string>(),
  };
  const tree = host.manifest === undefined ? [] : changedPaths(host.manifest, generation.manifest);
  const etc = [
    ...host.foreign.filter((file) => file.type === "file").map((file) => file.target),
    ...host.drift.flatMap(([kind, name = "", how]) => (kind === "etc" && how !== "missing" ? [name] : [])),
  ];
  const before = host.manifest ?? (host.base === generation.id ? generation.manifest : undefined);
  const timers = startedTimers(generation, before, host).flatMap(({ timer, events }) =>
    events.map((event) => `timer\t${timer}\t${event}\n`),
  );
  if (tree.length + etc.length + timers.length === 0) return contents;
  options.events?.({ kind: "phase", machine: target.machine, phase: "fetch" });
  const wanted = [...tree.map((path) => `tree\t${path}\n`), ...etc.map((path) => `etc\t${path}\n`), ...timers];
  const answer = await askLinux(target, options, {
    verb: "fetch",
    args: [host.base ?? "-"],
    input: wanted.join(""),
    timeoutMs: probeTimeoutMs,
    doing: "while it was being looked at",
  });
  for (const [timer = ""] of isReply(answer) ? answer.all("overdue") : []) contents.overdue.add(timer);
  // A plan without these contents is right as well, and only has fewer diffs.
  for (const [kind, path = "", content = ""] of isReply(answer) ? answer.all("content") : []) {
    contents[kind === "tree" ? "tree" : "etc"].set(path, Buffer.from(content.slice(1), "base64"));
  }
  return contents;
}

/** The plan of a machine that gave no answer. */
function withoutAnswer({ target, generation }: DesiredLinux, problem: Diagnostic): MachinePlan {
  return { ...emptyPlan(target), status: statusWithout(problem), generation: generation.id, diagnostics: [problem] };
}
