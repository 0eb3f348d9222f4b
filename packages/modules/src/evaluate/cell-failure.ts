/** The errors that cells throw and memoize. */
import { diagnose } from "../diagnostics/diagnostic-kind.ts";
import { definitionFailed, wrapperAsText } from "../diagnostics/kinds.ts";
import { describeThrown } from "../diagnostics/thrown-value.ts";
import { isTroupeError, TroupeError } from "../diagnostics/troupe-error.ts";
import { showPath } from "../diagnostics/value-text.ts";
import type { Cell } from "../model/cell.ts";
import { endless, marksOf, pathOf } from "./cycle-report.ts";
import { isOverflow } from "../diagnostics/call-stack-overflow.ts";
import { attempts } from "../merge/attempt.ts";
import { readTooDeep } from "./deep-chain.ts";
import { stack } from "./evaluation-stack.ts";

/** The error that a cell throws for an error of its computation. The cell memoizes the error if it is `final`. */
export function failureOf(
  error: unknown,
  source: Cell<unknown>,
): { readonly failure: unknown; readonly final: boolean } {
  if (!isOverflow(error)) return { failure: asTroupeError(error, source), final: attempts.inProgress === 0 };
  if (!readTooDeep(error)) return { failure: endless(source, []), final: true };
  stack.overflow ??= stack.cells.slice(-64);
  return { failure: error, final: false };
}

function asTroupeError(error: unknown, source: Cell<unknown>): TroupeError {
  if (isTroupeError(error)) return withPath(error, source);
  const shown = showPath(pathOf(source));
  const problem = diagnose(
    definitionFailed,
    { path: shown, error: describeThrown(error).text },
    { path: shown, marks: marksOf(source) },
  );
  return new TroupeError([problem], { cause: error });
}

/**
 * Adds path and marks to TRP1017: a wrapper in a string does not know its option, so the first option around it is
 * named.
 */
function withPath(error: TroupeError, source: Cell<unknown>): TroupeError {
  const isLost = error.diagnostics.some(
    (diagnostic) => diagnostic.code === wrapperAsText.code && diagnostic.path === undefined,
  );
  const path = isLost ? pathOf(source) : [];
  if (path.length === 0) return error;
  return new TroupeError(
    error.diagnostics.map((diagnostic) => ({
      path: showPath(path),
      ...diagnostic,
      marks: [...diagnostic.marks, ...marksOf(source)],
    })),
  );
}
