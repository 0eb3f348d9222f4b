/** Looking at a machine of class `linux`, and its plan. */
import { printManifest } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import { ask, isReply } from "../../remote/ask.ts";
import { changedPaths } from "./changes.ts";
import { emptyPlan, statusWithout } from "../../deploy/empty-plan.ts";
import { emptyHost, type HostState, readHostState } from "./state.ts";
import { adoptedTargets, type HostContents, planMachine } from "./compare/plan-machine.ts";
import type { DesiredLinux, MachinePlan } from "../../deploy/model/plan.ts";
import type { PlanOptions } from "../../deploy/model/options.ts";

const probeTimeoutMs = 60_000;

/** The plan as if the machine had nothing of Troupe's. */
export function planEmpty(desired: DesiredLinux): MachinePlan {
  const host: HostState = { ...emptyHost, missing: desired.generation.manifest.packages };
  return planMachine(desired, host, { tree: new Map(), etc: new Map() }, new Set());
}

/** What would change on the machine. Read only: a probe and at most one fetch. */
export async function lookAndPlan(desired: DesiredLinux, options: PlanOptions): Promise<MachinePlan> {
  const { target, generation } = desired;
  const { transport, events, signal } = options;
  events?.({ kind: "phase", machine: target.machine, phase: "probe" });
  const answer = await ask(transport, target, {
    verb: "probe",
    args: [generation.id],
    input: printManifest(generation.manifest),
    timeoutMs: probeTimeoutMs,
    signal,
    doing: "while it was being looked at",
  });
  if (!isReply(answer)) return withoutAnswer(desired, answer);
  const host = readHostState(answer);
  return planMachine(desired, host, await fetchContents(desired, host, options), adoptedTargets(options.adopt ?? []));
}

/** Contents for the diffs: changed files of the old generation, and files in /etc that are in the way or were changed. */
async function fetchContents(
  { target, generation }: DesiredLinux,
  host: HostState,
  { transport, events, signal }: PlanOptions,
): Promise<HostContents> {
  const contents = { tree: new Map<string, Uint8Array>(), etc: new Map<string, Uint8Array>() };
  const tree = host.manifest === undefined ? [] : changedPaths(host.manifest, generation.manifest);
  const etc = [
    ...host.foreign.filter((file) => file.type === "file").map((file) => file.target),
    ...host.drift.flatMap(([kind, name = "", how]) => (kind === "etc" && how !== "missing" ? [name] : [])),
  ];
  if (tree.length + etc.length === 0) return contents;
  events?.({ kind: "phase", machine: target.machine, phase: "fetch" });
  const wanted = [...tree.map((path) => `tree\t${path}\n`), ...etc.map((path) => `etc\t${path}\n`)];
  const answer = await ask(transport, target, {
    verb: "fetch",
    args: [host.base ?? "-"],
    input: wanted.join(""),
    timeoutMs: probeTimeoutMs,
    signal,
    doing: "while it was being looked at",
  });
  // The plan is right without: it only has fewer diffs.
  for (const [kind, path = "", content = ""] of isReply(answer) ? answer.all("content") : []) {
    contents[kind === "tree" ? "tree" : "etc"].set(path, Buffer.from(content.slice(1), "base64"));
  }
  return contents;
}

/** What stands for the plan of a machine that gave no answer. */
function withoutAnswer({ target, generation }: DesiredLinux, problem: Diagnostic): MachinePlan {
  return { ...emptyPlan(target), status: statusWithout(problem), generation: generation.id, diagnostics: [problem] };
}
