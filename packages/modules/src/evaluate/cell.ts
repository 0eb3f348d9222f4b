/** Memo cells: a value is computed on first read and memoized; so is an error. */
import type { Cell, CellKind } from "../model/cell.ts";
import type { Path } from "../model/definition.ts";
import type { Mark } from "../model/diagnostic.ts";
import { failureOf } from "./cell-failure.ts";
import { failCycle } from "./cycle-report.ts";
import { readChain } from "./deep-chain.ts";
import { notComputed, stack } from "./evaluation-stack.ts";

/** Makes a cell of this kind. */
export function cellOf<O, T>(kind: CellKind<O, T>, owner: O, index = 0): Cell<T> {
  return { kind: kind as CellKind<unknown, T>, index, owner, state: "waiting", outcome: undefined };
}

interface Single<T> {
  readonly path: Path;
  readonly compute: () => T;
  readonly marks: (() => readonly Mark[]) | undefined;
}

const single: CellKind<Single<unknown>, unknown> = {
  compute: ({ compute }) => compute(),
  path: ({ path }) => path,
  marks: ({ marks }) => marks?.() ?? [],
};

/** Makes a cell that is the only one of its kind. */
export function cell<T>(path: Path, compute: () => T, marks?: () => readonly Mark[]): Cell<T> {
  return cellOf(single as CellKind<Single<T>, T>, { path, compute, marks });
}

/**
 * Returns the value of a cell. An error of its computation is thrown as a `TroupeError`, on this read and on every
 * other one.
 *
 * @throws TRP1007 for a cell that is in progress: its value needs itself
 */
export function read<T>(source: Cell<T>): T {
  if (source.state === "done") return source.outcome as T;
  if (source.state === "failed") throw source.outcome;
  if (stack.lookups > 0) throw notComputed;
  if (source.state === "running") return failCycle(source);
  return stack.cells.length === 0 ? readChain(source, run) : run(source);
}

function run<T>(source: Cell<T>): T {
  const { cells } = stack;
  // No calls (and no reads of imports, which may be getters) in these two lines and in `finally`: a call fails when the
  // call stack is full, and `state` and `cells` must agree.
  source.state = "running";
  cells[cells.length] = source;
  try {
    source.outcome = source.kind.compute(source.owner, source.index);
    source.state = "done";
    source.owner = undefined;
    return source.outcome as T;
  } catch (error) {
    source.state = "waiting";
    const { failure, final } = failureOf(error, source);
    if (final) {
      source.state = "failed";
      source.outcome = failure;
    }
    throw failure;
  } finally {
    cells.length--;
  }
}

/** Runs a user's function outside of any cell, so that its error becomes a `TroupeError`. */
export function guard<T>(path: Path, compute: () => T, marks?: () => readonly Mark[]): T {
  return read(cell(path, compute, marks));
}
