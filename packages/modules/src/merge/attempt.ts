/** Attempts: computations whose failure may not matter. */

/** The number of {@link attempt} calls in progress. The evaluation memoizes no error while there are any. */
export const attempts = { inProgress: 0 };

/** Runs a computation whose failure may not matter: cells that fail meanwhile do not memoize their errors. */
export function attempt<T>(compute: () => T): T {
  attempts.inProgress++;
  try {
    return compute();
  } finally {
    attempts.inProgress--;
  }
}
