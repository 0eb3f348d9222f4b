/** Every machine's configuration at one time, to be compared with that at another time. */
import type { Evaluated } from "../model/evaluation.ts";
import type { MachineEvaluation } from "../model/machine-evaluation.ts";

/** A machine's configuration as it was. */
export interface MachineSnapshot {
  readonly evaluation: MachineEvaluation;
  /** Its configuration as JSON; undefined if there is none, because of errors. */
  readonly text: string | undefined;
}

/** The machines by name. */
export type Snapshot = ReadonlyMap<string, MachineSnapshot>;

/**
 * Computes every machine's configuration and keeps it. With an earlier snapshot, nothing is done again for machines
 * whose evaluation is the same object, as it is for most of them after `evaluateInventory(…, { previous })`.
 *
 * @example
 * const classes = [{ name: "toy", result: "toyModule" as const, modules: [{ options: { text: option(t.str, { default: "" }) } }] }];
 * const machines = (text: string) => defineInventory({ machines: { alice: { module: { text } }, bob: {} } });
 * const before = evaluateInventory(machines("a"), { classes });
 * const known = takeSnapshot(before);
 * changedMachines(known, takeSnapshot(evaluateInventory(machines("b"), { classes, previous: before }), known)); // => ["alice"]
 */
export function takeSnapshot(evaluated: Evaluated, earlier?: Snapshot): Snapshot {
  return new Map(
    [...evaluated.inventory.machines.keys()].map((name) => {
      const evaluation = evaluated.machine(name);
      const known = earlier?.get(name);
      return [name, known?.evaluation === evaluation ? known : { evaluation, text: textOf(evaluation) }];
    }),
  );
}

/**
 * The names of the machines that differ, or that only one of the snapshots has, in byte order.
 *
 * @example
 * const snapshotOf = (...names: readonly string[]) =>
 *   takeSnapshot(evaluateInventory(defineInventory({ json: { machines: Object.fromEntries(names.map((name) => [name, {}])) } }), { classes: [{ name: "toy", result: "toyModule", modules: [] }] }));
 * changedMachines(snapshotOf("alice", "bob"), snapshotOf("bob", "carol")); // => ["alice", "carol"]
 */
export function changedMachines(before: Snapshot, after: Snapshot): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .filter((name) => before.get(name)?.text !== after.get(name)?.text || before.has(name) !== after.has(name))
    .toSorted();
}

const textOf = ({ evaluation }: MachineEvaluation): string | undefined =>
  evaluation.diagnostics().length > 0 ? undefined : JSON.stringify(evaluation.config);
