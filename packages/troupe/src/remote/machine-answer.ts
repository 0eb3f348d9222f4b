/** Reads what machines answer: packed texts within a limit, and failures as diagnostics of the machine. */
import { gunzipSync } from "node:zlib";
import { newerFormat } from "@troupe/linux";
import { diagnose, type Diagnostic, isTroupeError } from "@troupe/modules";
import { newerState, unreadableState } from "./diagnostics.ts";
import { outputLimits } from "./output-limits.ts";
import { where } from "./problem.ts";
import type { Target } from "./transport.ts";

/**
 * Unpacks a field that holds gzip in base64. Throws for other data, and for data that unpacks to more than an answer
 * may have.
 */
export function unpacked(base64: string): string {
  return gunzipSync(Buffer.from(base64, "base64"), { maxOutputLength: outputLimits.bytes }).toString("utf8");
}

/** Returns the diagnostic of a machine whose answer made Troupe's code fail with the error. */
export function unreadable(target: Target, error: unknown): Diagnostic {
  const newer = isTroupeError(error) ? error.diagnostics.find(({ code }) => code === newerFormat.code) : undefined;
  const marks = target.site === undefined ? [] : [{ site: target.site }];
  if (newer !== undefined) return diagnose(newerState, { ...where(target), reason: newer.message }, { marks });
  const reason = isTroupeError(error)
    ? error.diagnostics.map(({ message }) => message).join(" ")
    : error instanceof Error
      ? error.message
      : String(error);
  return diagnose(unreadableState, { ...where(target), reason: reason.slice(0, 1000) }, { marks });
}

/** Returns the result of reading an answer of the machine; the machine's diagnostic if reading fails. */
export function readAnswer<T>(target: Target, read: () => T): T | Diagnostic {
  try {
    return read();
  } catch (error) {
    return unreadable(target, error);
  }
}

/**
 * Runs the work for one machine. `failed` gives the result of a machine whose answer the work cannot handle, so that
 * other machines go on. Interruptions, and problems of the project or of this computer, are thrown.
 */
export async function forMachine<T>(
  target: Target,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
  failed: (problem: Diagnostic) => T,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted === true || isTroupeError(error) || isSystemError(error)) throw error;
    return failed(unreadable(target, error));
  }
}

const isSystemError = (error: unknown): boolean => error instanceof Error && "syscall" in error;
