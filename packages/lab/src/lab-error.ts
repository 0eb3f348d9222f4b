/** The error of this package. The command line prints its message without the stack. */

/**
 * A request that a lab cannot fulfil. The message names the remedy, and ends with the last lines of the log where a log
 * exists.
 */
export class LabError extends Error {
  override readonly name = "LabError";
}

/** Returns whether `error` is a {@link LabError}, also one of another copy of this package. */
export function isLabError(error: unknown): error is LabError {
  return error instanceof Error && error.name === "LabError";
}
