/** Values that were ready: plain data of our own making, without getters, loops or anything else that could surprise. */

const settled = new WeakSet<object>();

/** Remembers that a value, with everything in it, is such. */
export function settle(value: unknown): void {
  if (typeof value === "object" && value !== null) settled.add(value);
}

/** True for a value that {@link settle} was told of. Parts of such values are as good, but that is not known of them. */
export const isSettled = (value: unknown): value is object => typeof value === "object" && value !== null && settled.has(value);
