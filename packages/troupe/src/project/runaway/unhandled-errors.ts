/** Errors of project code that no caller catches, and project code that ends the process. */
import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { diagnose, TroupeError } from "@troupe/modules";
import { describeThrown, stackFrame } from "@troupe/modules/internal";
import { projectExited, unhandledError } from "../diagnostics.ts";
import { isProjectFile } from "../code-owner.ts";

/**
 * Runs a function that runs project code. Node runs no further promises once project code ends the process, so `onExit`
 * receives that problem synchronously.
 *
 * @throws TRP4012 if an operation fails that project code has started without awaiting it; `run` is abandoned
 */
export async function failOnUnhandledErrors<T>(
  run: () => Promise<T>,
  onExit: (problem: TroupeError) => void,
): Promise<T> {
  const { promise: failure, reject } = Promise.withResolvers<never>();
  const fail = (error: unknown) => {
    const { text, stack } = describeThrown(error);
    const site = stackFrame(stack, isProjectFile);
    if (site === undefined) return reject(error);
    const described = error instanceof Error && error.name === "Error" ? `Error: ${text}` : text;
    const problem = diagnose(unhandledError, { file: basename(site.file), error: described }, { marks: [{ site }] });
    reject(new TroupeError([problem], { cause: error }));
  };
  const exit = () => {
    const site = stackFrame(wholeStack(), isProjectFile);
    if (site !== undefined)
      onExit(new TroupeError([diagnose(projectExited, { file: basename(site.file) }, { marks: [{ site }] })]));
  };
  process.on("uncaughtException", fail);
  process.once("exit", exit);
  try {
    return await Promise.race([settled(run), failure]);
  } finally {
    process.off("uncaughtException", fail);
    process.off("exit", exit);
  }
}

/**
 * Runs a function, then lets the event loop turn, because Node reports errors that have happened already in that turn.
 */
async function settled<T>(run: () => Promise<T>): Promise<T> {
  const value = await run();
  await setImmediate();
  return value;
}

/** Returns the stack without a limit of frames: the call of `process.exit` may be far out. */
function wholeStack(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  const { stack = "" } = new Error("exit");
  Error.stackTraceLimit = stackTraceLimit;
  return stack;
}
