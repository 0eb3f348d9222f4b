/** What code of a project does while nobody is looking: it fails after what called it is done, or ends the process. */
import { basename } from "node:path";
import { setImmediate } from "node:timers/promises";
import { diagnose, TroupeError } from "@troupe/modules";
import { describeThrown, stackFrame } from "@troupe/modules/internal";
import { projectExited, strayError } from "../diagnostics.ts";
import { isOfProject } from "../code-owner.ts";

/** What has failed already is told when the event loop turns. */
async function finished<T>(run: () => Promise<T>): Promise<T> {
  const value = await run();
  await setImmediate();
  return value;
}

/** Who has ended the process may be far away. */
function wholeStack(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  const { stack = "" } = new Error("exit");
  Error.stackTraceLimit = stackTraceLimit;
  return stack;
}

/**
 * Runs something that runs the project's code. `exited` is told if that code ends the process: it has to say so at once.
 *
 * @throws TRP4012 if something fails that the project has begun and nobody waits for; `run` is then left where it is
 */
export async function withoutStrays<T>(run: () => Promise<T>, exited: (problem: TroupeError) => void): Promise<T> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const fail = (error: unknown) => {
    const { text, stack } = describeThrown(error);
    const site = stackFrame(stack, isOfProject);
    if (site === undefined) return reject(error);
    const named = error instanceof Error && error.name === "Error" ? `Error: ${text}` : text;
    reject(new TroupeError([diagnose(strayError, { file: basename(site.file), error: named }, { marks: [{ site }] })], { cause: error }));
  };
  const exit = () => {
    const site = stackFrame(wholeStack(), isOfProject);
    if (site !== undefined) exited(new TroupeError([diagnose(projectExited, { file: basename(site.file) }, { marks: [{ site }] })]));
  };
  process.on("uncaughtException", fail);
  process.once("exit", exit);
  try {
    return await Promise.race([finished(run), failed]);
  } finally {
    process.off("uncaughtException", fail);
    process.off("exit", exit);
  }
}
