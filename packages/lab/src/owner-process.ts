/** The process that owns a lab, identified by its number and its start time, because the kernel reuses numbers. */
import { readFileSync } from "node:fs";

/** A process of this boot of the machine. */
export interface Owner {
  readonly pid: number;
  /** Start time of the process, in clock ticks since the machine booted. */
  readonly startTime: string;
}

/** Returns this process as an owner. */
export function thisProcess(): Owner {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? "" };
}

/** Returns whether the process of this number and start time runs. */
export function isAlive(owner: Owner): boolean {
  return startTimeOf(owner.pid) === owner.startTime;
}

/** Returns the id of this boot of the machine. A reboot leaves only the folders of labs. */
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
 * Returns the start time in the text of `/proc/PID/stat`, or undefined for a process that has ended. The name of the
 * program stands in brackets and may hold any character.
 *
 * @example
 * parseStartTime("7 (a) b) S 1 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 4711 0"); // => "4711"
 */
export function parseStartTime(stat: string): string | undefined {
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : fields[18];
}
