/** The probe of a NixOS machine. */
import type { Diagnostic } from "@troupe/modules";
import { readAnswer } from "../../remote/machine-answer.ts";
import type { Target } from "../../remote/transport.ts";
import { askNixos, isReply, type Asking } from "./ask.ts";
import { type NixosState, readNixosState } from "./state.ts";

/** Probes the machine; returns its state, or the problem that prevented it. */
export async function readNixos(target: Target, asking: Asking): Promise<NixosState | Diagnostic> {
  asking.events?.({ kind: "phase", machine: target.machine, phase: "probe" });
  const answer = await askNixos(target, asking, {
    verb: "probe",
    args: [],
    timeoutMs: 60_000,
    doing: "while it was being looked at",
  });
  return isReply(answer) ? readAnswer(target, () => readNixosState(answer)) : answer;
}
