/** The status of a machine of class `linux`. The machine is only read. */
import { diagnose, type Diagnostic } from "@troupe/modules";
import { notRestored } from "../../deploy/revert-diagnostics.ts";
import { type HostState, readHostState } from "./state.ts";
import { driftOf } from "./compare/drift.ts";
import { identityProblem } from "../../deploy/identity.ts";
import type { ContactOptions } from "../../deploy/model/options.ts";
import type { MachineState } from "../../deploy/model/state.ts";
import { askLinux, isReply } from "./ask.ts";
import { readAnswer } from "../../remote/machine-answer.ts";
import type { Target } from "../../remote/transport.ts";

/** Reads the state of the machine. */
export async function linuxStatus(target: Target, options: ContactOptions): Promise<MachineState> {
  const { machine } = target;
  const host = await readHost(target, options);
  if ("code" in host) return { machine, reachable: false, history: [], drift: [], diagnostics: [host] };
  const { system, current, pending, reverted, history } = host;
  const problem = identityProblem(target, host);
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
    diagnostics: [
      ...(problem === undefined ? [] : [problem]),
      ...(host.left.length === 0 ? [] : [diagnose(notRestored, { machine, items: host.left })]),
    ],
  };
}

/** Probes a machine without a desired generation; returns its state, or the problem that prevented it. */
export async function readHost(target: Target, options: ContactOptions): Promise<HostState | Diagnostic> {
  options.events?.({ kind: "phase", machine: target.machine, phase: "probe" });
  const answer = await askLinux(target, options, {
    verb: "probe",
    args: ["-"],
    timeoutMs: 60_000,
    doing: "while it was being looked at",
  });
  return isReply(answer) ? readAnswer(target, () => readHostState(answer)) : answer;
}
