/** The error of a full call stack. */
import { isTroupeError } from "./troupe-error.ts";

/**
 * True for the error of a full call stack, in the words of V8 (two, one of them for regular expressions),
 * JavaScriptCore and SpiderMonkey.
 */
export function isOverflow(error: unknown): error is Error {
  return (
    error instanceof Error &&
    /call stack|too much recursion|: Stack overflow$/i.test(error.message) &&
    !isTroupeError(error)
  );
}
