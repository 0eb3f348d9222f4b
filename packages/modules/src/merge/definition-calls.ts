/**
 * Counts the calls of functions in definitions, so that a watchdog can tell a slow evaluation from one that does not
 * advance.
 */

let calls = 0;

/** Calls a function of a definition and counts the call. */
export function callCounted(content: () => unknown): unknown {
  calls++;
  return content();
}

/**
 * The number of functions in definitions (`lazy`, `mkIf`) called in this process so far.
 *
 * @example
 * const before = definitionCalls();
 * whnf(lazy(() => 42));
 * definitionCalls() - before; // => 1
 */
export const definitionCalls = (): number => calls;
