/** Values that are complete: plain data that the fast path made, without getters or loops, so that no walk has to look into them. */

const complete = new WeakSet<object>();

/** Marks a value as complete, with everything in it. */
export function markComplete(value: unknown): void {
  if (typeof value === "object" && value !== null) complete.add(value);
}

/** True for a value that {@link markComplete} was called with. Parts of such a value are complete without being marked. */
export const isComplete = (value: unknown): value is object => typeof value === "object" && value !== null && complete.has(value);
