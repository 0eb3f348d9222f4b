/** What machines run, and whether it still stands as Troupe left it. */
import type { Diagnostic } from "@troupe/modules";
import { type HostState, readHostState } from "../plan/host-state.ts";
import { driftOf } from "../plan/plan-machine.ts";
import type { Drift, PendingSwitch, RevertedSwitch, SystemFacts } from "../plan/plan-type.ts";
import { ask, isReply } from "./ask.ts";
import type { OnEvent } from "./events.ts";
import { inParallel } from "./parallel.ts";
import type { Target, Transport } from "./transport/transport.ts";

/** One machine as it is. */
export interface MachineState {
  readonly machine: string;
  /** False if nothing is known: `diagnostics` says why. */
  readonly reachable: boolean;
  readonly system?: SystemFacts;
  /** The generation it is switched to; null for none. */
  readonly current?: string | null;
  readonly pending?: PendingSwitch;
  readonly reverted?: RevertedSwitch;
  /** Confirmed switches, oldest first; times in seconds since 1970. */
  readonly history: HostState["history"];
  /** What somebody changed, and units that should be up and are not. */
  readonly drift: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How to look at machines. */
export interface StatusOptions {
  readonly transport: Transport;
  readonly events?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How many machines at once. Default 16. */
  readonly limit?: number | undefined;
}

/** Looks at machines without anything to compare them with. Read only. */
export async function status(targets: readonly Target[], options: StatusOptions): Promise<readonly MachineState[]> {
  return inParallel(targets, options.limit ?? 16, (target) => look(target, options));
}

async function look(target: Target, options: StatusOptions): Promise<MachineState> {
  const { machine } = target;
  const host = await readHost(target, options);
  if ("code" in host) return { machine, reachable: false, history: [], drift: [], diagnostics: [host] };
  const { system, current, pending, reverted, history } = host;
  return {
    machine,
    reachable: true,
    system,
    current,
    ...(pending !== undefined && { pending }),
    ...(reverted !== undefined && { reverted }),
    history,
    drift: driftOf(host),
    diagnostics: [],
  };
}

/** The state of a machine without anything that is wanted, or why it is not known. */
export async function readHost(target: Target, { transport, events, signal }: StatusOptions): Promise<HostState | Diagnostic> {
  events?.({ kind: "phase", machine: target.machine, phase: "probe" });
  const answer = await ask(transport, target, {
    verb: "probe",
    args: ["-"],
    timeoutMs: 60_000,
    signal,
    doing: "while it was being looked at",
  });
  return isReply(answer) ? readHostState(answer) : answer;
}
