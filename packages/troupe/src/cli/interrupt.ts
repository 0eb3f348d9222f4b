/** Interrupts work on machines in order: connections are closed, and the results so far are reported. */
import { diagnose, TroupeError } from "@troupe/modules";
import { interrupted } from "./diagnostics.ts";

/** Runs a function whose signal the first SIGINT, SIGTERM or SIGHUP aborts; a second one ends the process. */
export async function interruptible<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort(new TroupeError([diagnose(interrupted, {})]));
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, stop);
  try {
    return await run(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
