/** Which machines differ between two evaluations, and in what. */
import { changedMachines, type Snapshot } from "@troupe/core/internal";
import { type Difference, differences } from "./differences.ts";

/** A machine that differs. */
export interface MachineChange {
  readonly name: string;
  readonly kind: "changed" | "added" | "removed";
  /** What differs in its configuration, if it is in both. */
  readonly differences: readonly Difference[];
}

/** The machines that differ, in byte order of their names. Both evaluations must have no errors. */
export function machineChanges(before: Snapshot, after: Snapshot): readonly MachineChange[] {
  return changedMachines(before, after).map((name) => {
    const [one, other] = [before.get(name)?.text, after.get(name)?.text];
    if (one === undefined) return { name, kind: "added", differences: [] };
    if (other === undefined) return { name, kind: "removed", differences: [] };
    return { name, kind: "changed", differences: differences(JSON.parse(one), JSON.parse(other)) };
  });
}
