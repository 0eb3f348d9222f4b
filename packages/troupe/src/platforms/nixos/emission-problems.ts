/** Problems with writing a machine's configuration as Nix. */
import type { MachineEvaluation } from "@troupe/core";
import type { Diagnostic } from "@troupe/modules";
import { emitMachine } from "@troupe/nixos";

/** Reports values of a machine's configuration that Nix has no expression for. */
export function emissionProblems(machine: MachineEvaluation): readonly Diagnostic[] {
  const { diagnostics } = emitMachine(machine);
  return diagnostics.map((problem) => ({
    ...problem,
    notes: [...(problem.notes ?? []), `on machine ${machine.machine.name}`],
  }));
}
