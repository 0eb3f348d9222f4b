/** The diagnostics that a computation throws, as values. */
import { type Diagnostic, isTroupeError } from "@troupe/modules";

/** Runs a computation and returns the diagnostics that it throws; none if it succeeds. */
export function problemsOf(run: () => unknown): readonly Diagnostic[] {
  try {
    run();
    return noProblems;
  } catch (error) {
    if (isTroupeError(error)) return error.diagnostics;
    throw error;
  }
}

const noProblems: readonly Diagnostic[] = [];
