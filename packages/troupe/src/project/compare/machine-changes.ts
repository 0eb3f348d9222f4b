/** The machines whose configurations differ between two evaluations. */
import { changedMachines, type Snapshot } from "@troupe/core/internal";
import { type Difference, differences } from "./differences.ts";

/** A machine that differs. */
export interface MachineChange {
  readonly name: string;
  readonly kind: "changed" | "added" | "removed";
  /** The differences of the configurations; empty for a machine that one evaluation alone has. */
  readonly differences: readonly Difference[];
}

/** Returns the machines that differ, in byte order of their names. Both evaluations must have no errors. */
export function machineChanges(before: Snapshot, after: Snapshot): readonly MachineChange[] {
  return changedMachines(before, after).map((name) => {
    const [textBefore, textAfter] = [before.get(name)?.text, after.get(name)?.text];
    if (textBefore === undefined) return { name, kind: "added", differences: [] };
    if (textAfter === undefined) return { name, kind: "removed", differences: [] };
    return { name, kind: "changed", differences: differences(JSON.parse(textBefore), JSON.parse(textAfter)) };
  });
}
