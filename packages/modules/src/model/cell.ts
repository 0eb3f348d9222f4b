/** Memo cells: values that are computed on first read. */
import type { Path } from "./definition.ts";
import type { Mark } from "./diagnostic.ts";

/**
 * The functions that cells of one kind share. An evaluation has a cell for every value that is read, so a cell holds no
 * functions of its own: it belongs to an `owner`, in which `index` finds the subject of the cell.
 */
export interface CellKind<O, T> {
  readonly compute: (owner: O, index: number) => T;
  /** The path of the value, for messages. */
  readonly path: (owner: O, index: number) => Path;
  /** The places of the value's definitions, for messages. */
  readonly marks?: (owner: O, index: number) => readonly Mark[];
  /** True for a cell that holds the names defined below `path`, not the value there. */
  readonly definitions?: true;
}

/** A value that is computed on first read and memoized, or the error of computing it. */
export interface Cell<T> {
  readonly kind: CellKind<unknown, T>;
  readonly index: number;
  /** Undefined once there is a value, so that the cell retains no more than its value. */
  owner: unknown;
  state: "waiting" | "running" | "done" | "failed";
  outcome: unknown;
}
