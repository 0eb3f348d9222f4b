/** The one error of this package: a message for people, without a stack in the command line. */

/** Thrown when a lab cannot do what was asked; the message says what to do, and carries the end of the log where there is one. */
export class LabError extends Error {
  override readonly name = "LabError";
}

/** True for a {@link LabError}, also one made by another copy of this package. */
export function isLabError(error: unknown): error is LabError {
  return error instanceof Error && error.name === "LabError";
}
