/** Looking at a machine of class `linux`. Read only. */
import type { Diagnostic } from "@troupe/modules";
import { type HostState, readHostState } from "./state.ts";
import { driftOf } from "./compare/plan-machine.ts";
import { ask, isReply } from "../../remote/ask.ts";
import type { StatusOptions } from "../../deploy/model/options.ts";
import type { MachineState } from "../../deploy/model/state.ts";
import type { Target } from "../../remote/transport.ts";

/** The machine as it is. */
export async function look(target: Target, options: StatusOptions): Promise<MachineState> {
  const { machine } = target;
  const host = await readHost(target, options);
  if ("code" in host) return { machine, reachable: false, history: [], drift: [], diagnostics: [host] };
  const { system, current, pending, reverted, history } = host;
  return {
    machine,
    reachable: true,
    system,
    current,
    ...(current !== null && { declared: current }),
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
