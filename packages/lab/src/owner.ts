/** Who a lab belongs to: a process, recognised also after its number was given to another one, or nobody until `down`. */
import { readFileSync } from "node:fs";

/** A process in this run of the machine. */
export interface Owner {
  readonly pid: number;
  /** When it started, in clock ticks since the machine did. */
  readonly startTime: string;
}

/** This process. */
export function thisProcess(): Owner {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? "" };
}

/** True while that very process lives. */
export function isAlive(owner: Owner): boolean {
  return startTimeOf(owner.pid) === owner.startTime;
}

/** Identifies this run of the machine: after a restart nothing of a lab but its folder is left. */
export function thisBoot(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

function startTimeOf(pid: number): string | undefined {
  try {
    return parseStartTime(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * The start time in the text of `/proc/PID/stat`; undefined for a process that is dead but not yet collected. The name of
 * the program stands in brackets and may hold anything.
 *
 * @example
 * parseStartTime("7 (a) b) S 1 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 4711 0"); // => "4711"
 */
export function parseStartTime(stat: string): string | undefined {
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : fields[18];
}
