/** The identity of a machine: the name of the machine whose configuration a host runs. */
import { type Diagnostic, diagnose } from "@troupe/modules";
import { where } from "../remote/problem.ts";
import type { Target } from "../remote/transport.ts";
import type { AgentState } from "./agent-state.ts";
import { otherMachine } from "./refusal-diagnostics.ts";

/** Returns the name of the other machine whose configuration the host of a target runs. */
export const otherMachineOn = ({ machine }: Target, host: Pick<AgentState, "machine">): string | undefined =>
  host.machine === machine ? undefined : host.machine;

/** Returns the problem of a host that runs the configuration of another machine than `taken` ones. */
export function identityProblem(
  target: Target,
  host: Pick<AgentState, "machine">,
  taken: readonly string[] = [],
): Diagnostic | undefined {
  const runs = otherMachineOn(target, host);
  return runs === undefined || taken.includes(runs) ? undefined : diagnose(otherMachine, { ...where(target), runs });
}
