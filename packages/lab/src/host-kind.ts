/** The parts of a host that differ between containers and virtual machines. */
import type { HostRecord } from "./lab-record.ts";

/** A host, with the name of its lab. */
export interface HostInLab {
  readonly lab: string;
  readonly host: HostRecord;
}

/** The behaviour in which containers and virtual machines differ. */
export interface HostKind {
  /** Milliseconds that a boot may take. */
  readonly bootTimeout: number;
  /**
   * Prepares a boot, and returns a shell script that enters the host's control groups and runs the host until the host
   * is off. The script runs in a mount namespace of its own, and its output is the console of the host.
   */
  bootScript(labHost: HostInLab): Promise<string>;
  /** Returns an argv prefix that runs a command inside the host without the network. */
  insidePrefix(labHost: HostInLab): Promise<readonly string[]>;
}
