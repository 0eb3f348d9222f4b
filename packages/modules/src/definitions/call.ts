/** Calling the functions in definitions, counted: for those who watch over an evaluation, to see that something comes to an end. */

let calls = 0;

/** The result of a function in a definition. */
export function callCounted(content: () => unknown): unknown {
  calls++;
  return content();
}

/**
 * How many functions in definitions (`lazy`, `mkIf`) have been called in this process so far.
 *
 * @example
 * const before = definitionCalls();
 * whnf(lazy(() => 42));
 * definitionCalls() - before; // => 1
 */
export const definitionCalls = (): number => calls;
