/** Calls of users' functions: an error becomes a diagnostic that marks the user's own line. */
import { userFrame } from "@troupe/core/internal";
import { diagnose, isTroupeError, type Mark, type Site, TroupeError } from "@troupe/modules";
import { moduleFailed } from "../diagnostics.ts";

/**
 * Marks the innermost line of the user's code on a stack. `declareOwnCode` of core says which files are not the user's.
 */
export function userMarks(stack: string = new Error("where").stack ?? ""): readonly Mark[] {
  const frame = userFrame(stack);
  return frame === undefined ? [] : [{ site: frame }];
}

/**
 * Returns the result of `run`. Every error becomes a diagnostic with a place (TRP3209 for errors that are no
 * diagnostics).
 */
export function guarded<T>(what: string, site: Site, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const nearest = error instanceof Error ? userMarks(error.stack) : [];
    const marks = [{ site: { ...site, ...nearest[0]?.site, ...(nearest.length > 0 && { pointer: undefined }) } }];
    if (isTroupeError(error)) {
      throw new TroupeError(
        error.diagnostics.map((each) => ({
          ...each,
          marks: each.marks.length > 0 ? labelled(each.marks, site) : marks,
        })),
        { cause: error },
      );
    }
    const message =
      error instanceof Error
        ? `${error.name === "Error" ? "" : `${error.name}: `}${error.message}`
        : `it threw ${String(error)}`;
    throw new TroupeError([diagnose(moduleFailed, { what, error: message }, { marks })], { cause: error });
  }
}

const labelled = (marks: readonly Mark[], { label, origin }: Site): readonly Mark[] =>
  marks.map(({ site, note }) => ({ site: { label, origin, ...site }, note }));
