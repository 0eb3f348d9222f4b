/** The context of an apply or rollback: its options with all defaults filled in. */
import { hostname, userInfo } from "node:os";
import { usualParallel } from "../remote/parallel.ts";
import type { ApplyContext, ApplyOptions } from "./model/options.ts";

/** Returns the context of options, with all defaults filled in. */
export function applyContext(options: ApplyOptions): ApplyContext {
  const {
    transport,
    signal,
    events = () => {},
    limit = usualParallel,
    partial = false,
    confirmSeconds = 30,
    startSeconds,
    reboot = true,
  } = options;
  const phase: ApplyContext["phase"] = (machine, phase, detail) => {
    events({ kind: "phase", machine, phase, ...(detail !== undefined && { detail }) });
  };
  return {
    transport,
    signal,
    limit,
    partial,
    confirmSeconds,
    startSeconds,
    reboot,
    by: `${userName()}@${hostname()}`,
    phase,
    events,
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "somebody"; // this user id has no name in the system
  }
}
