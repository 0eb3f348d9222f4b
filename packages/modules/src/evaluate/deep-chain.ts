/** Long chains of values that read each other: computed in several steps where they fill the call stack. */
import { isOverflow } from "../diagnostics/call-stack-overflow.ts";
import type { Cell } from "../model/cell.ts";
import { endless } from "./cycle-report.ts";
import { stack } from "./evaluation-stack.ts";

/** The restarts of one read from the top, after which the chain counts as endless (TRP1008). */
interface Budget {
  restarts: number;
}

/**
 * Reads a cell with an empty evaluation stack. If the call stack overflows, the cell where that happened is computed
 * first, with all of the call stack to itself; then the chain above it is shorter.
 */
export function readChain<T>(source: Cell<T>, run: (source: Cell<T>) => T, outer?: Budget): T {
  let budget = outer;
  // A restart begins further out each time, because the innermost cells may be new ones on every attempt.
  for (let reach = 1; ; reach *= 2) {
    try {
      return run(source);
    } catch (error) {
      const last = stack.overflow;
      stack.overflow = undefined;
      if (!isOverflow(error) || last === undefined) throw error;
      budget ??= { restarts: 50 };
      if (budget.restarts-- <= 0) throw endless(last.at(-1)!, last.slice(-8));
      computeFirst(last.at(-Math.min(reach, last.length))!, run as (source: Cell<unknown>) => unknown, budget);
    }
  }
}

function computeFirst(source: Cell<unknown>, run: (source: Cell<unknown>) => unknown, budget: Budget): void {
  try {
    readChain(source, run, budget);
  } catch {
    // The cell memoizes its error, and the next read of the cell throws it.
  }
}

/** With at most this many cells in progress, a full call stack is due to a single value's own function. */
const few = 100;

/**
 * True for a full call stack that is due to the number of cells in progress, not to the function that happened to run.
 * Such an error must be neither memoized nor wrapped, because the read from the top repeats the computation in smaller
 * steps.
 *
 * @example
 * readTooDeep(new RangeError("Maximum call stack size exceeded")); // => false
 */
export const readTooDeep = (error: unknown): boolean =>
  isOverflow(error) && (stack.overflow !== undefined || stack.cells.length > few);
