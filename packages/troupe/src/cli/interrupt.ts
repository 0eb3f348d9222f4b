/** Ctrl-C while machines are being talked to: connections are closed in order, and what was going on is told. */
import { diagnose, TroupeError } from "@troupe/modules";
import { interrupted } from "./diagnostics.ts";

/** Runs something that a first SIGINT, SIGTERM or SIGHUP aborts; a second one ends the process. */
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
