/** Results of machines with their defaults. */
import type { MachineResult, Outcome } from "./model/result.ts";

/** Returns a machine's result, with empty lists for the fields that `rest` leaves out. */
export function result(
  machine: string,
  outcome: Outcome,
  rest: Partial<Omit<MachineResult, "machine" | "outcome">> = {},
): MachineResult {
  return { machine, outcome, units: [], off: [], diagnostics: [], ...rest };
}
