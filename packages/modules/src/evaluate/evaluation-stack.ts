/** The evaluation stack: the cells in progress, and the modes that reads of cells depend on. */
import { attempts } from "../merge/attempt.ts";
import type { Cell } from "../model/cell.ts";

interface EvaluationStack {
  /** The cells in progress, each of which is read by the one before it. */
  readonly cells: Cell<unknown>[];
  /** The last cells of `cells` when the call stack overflowed; undefined once `readChain` has reacted. */
  overflow: readonly Cell<unknown>[] | undefined;
  /** The number of {@link withoutComputing} calls in progress. */
  lookups: number;
  /** True while the marks of a cycle are collected. */
  reporting: boolean;
}

/** The only evaluation stack: evaluations run on one thread and may read each other's cells. */
export const stack: EvaluationStack = { cells: [], overflow: undefined, lookups: 0, reporting: false };

/**
 * Empties the evaluation stack after a watchdog has interrupted an evaluation from outside, because no `finally` has
 * run. Cells that were in progress must not be read again.
 *
 * @example
 * abandonComputations();
 * evalModules({ modules: [{ options: { port: option(t.port, { default: 80 }) } }] }).config; // => { port: 80 }
 */
export function abandonComputations(): void {
  stack.cells.length = 0;
  stack.overflow = undefined;
  attempts.inProgress = 0;
  stack.lookups = 0;
  stack.reporting = false;
}

/** Runs a function that may read cells with a value. Reading any other cell throws {@link notComputed}. */
export function withoutComputing<T>(look: () => T): T {
  stack.lookups++;
  try {
    return look();
  } finally {
    stack.lookups--;
  }
}

/** The error of a read inside {@link withoutComputing} that would have to compute. */
export const notComputed = new Error("Only values that are computed already can be read here.");
