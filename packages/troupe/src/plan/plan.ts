/** Comparing machines with what was evaluated. Read only: a probe and at most one fetch for each machine. */
import { printManifest } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import { ask, isReply } from "../apply/ask.ts";
import type { OnEvent } from "../apply/events.ts";
import { inParallel } from "../apply/parallel.ts";
import { addressOf } from "../apply/transport/problem.ts";
import type { Transport } from "../apply/transport/transport.ts";
import { changedPaths } from "./changes.ts";
import { emptyHost, type HostState, readHostState } from "./host-state.ts";
import { adoptedTargets, type HostContents, planMachine } from "./plan-machine.ts";
import type { DesiredMachine, MachinePlan, Plan } from "./plan-type.ts";

/** How to look at machines. */
export interface PlanOptions {
  readonly transport: Transport;
  readonly events?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How many machines at once. Default 16. */
  readonly limit?: number | undefined;
  /** Paths below /etc that Troupe may take over although it did not write them. */
  readonly adopt?: readonly string[] | undefined;
}

const probeTimeoutMs = 60_000;

/**
 * What would change on the machines, and why. Machines that cannot be reached have the status `unreachable` and a diagnostic;
 * it rejects only if `signal` is aborted or there is no ssh.
 *
 * @example no-run: it asks a machine
 * import { openssh } from "../apply/transport/openssh.ts";
 * import type { DesiredMachine } from "./plan-type.ts";
 *
 * declare const desired: readonly DesiredMachine[];
 * await using transport = openssh();
 * const { machines } = await plan(desired, { transport });
 * machines[0]?.status; // => "change"
 */
export async function plan(desired: readonly DesiredMachine[], options: PlanOptions): Promise<Plan> {
  const adopt = adoptedTargets(options.adopt ?? []);
  const machines = await inParallel(desired, options.limit ?? 16, async (one) => {
    const plan = await lookAndPlan(one, options, adopt);
    options.events?.({ kind: "planned", machine: one.target.machine, plan });
    return plan;
  });
  return { version: 1, machines };
}

/** The plan as if no machine had anything of Troupe's; contacts nobody. */
export function planOffline(desired: readonly DesiredMachine[]): Plan {
  const machines = desired.map((one) => {
    const host: HostState = { ...emptyHost, missing: one.generation.manifest.packages };
    return planMachine(one, host, { tree: new Map(), etc: new Map() }, new Set());
  });
  return { version: 1, machines };
}

async function lookAndPlan(desired: DesiredMachine, options: PlanOptions, adopt: ReadonlySet<string>): Promise<MachinePlan> {
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
  return planMachine(desired, host, await fetchContents(desired, host, options), adopt);
}

/** Contents for the diffs: changed files of the old generation, and files in /etc that are in the way or were changed. */
async function fetchContents(
  { target, generation }: DesiredMachine,
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
function withoutAnswer({ target, generation }: DesiredMachine, problem: Diagnostic): MachinePlan {
  const understood = ["TRP5006", "TRP5007", "TRP5010"].includes(problem.code);
  return {
    machine: target.machine,
    address: addressOf(target),
    status: understood ? "blocked" : "unreachable",
    generation: generation.id,
    expects: null,
    changes: [],
    units: { stop: [], start: [], restart: [], reload: [], restartIfRunning: [] },
    packages: { install: [], unneeded: [] },
    leftBehind: [],
    drift: [],
    conflicts: [],
    adopt: [],
    diagnostics: [problem],
  };
}
