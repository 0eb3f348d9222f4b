/** The interface of a transport to machines, such as ssh. */
import type { Site } from "@troupe/modules";

/** A machine to talk to. */
export interface Target {
  /** The machine's name in the inventory. */
  readonly machine: string;
  /** The class of the machine, by which its platform is found. */
  readonly class: string;
  /** The destination of ssh: an address, a host name, or a name from `~/.ssh/config`. */
  readonly host: string;
  readonly user?: string | undefined;
  readonly port?: number | undefined;
  /** Further arguments for ssh, such as `["-J", "gate.example.org"]`. */
  readonly sshOptions?: readonly string[] | undefined;
  /** The user is not root and becomes root with `sudo`. */
  readonly sudo: boolean;
  /** The place of the address in the project's files. */
  readonly site?: Site | undefined;
}

/** A command for a machine. */
export interface ExecRequest {
  /** A command line for the login shell. */
  readonly command: string;
  /** The input in parts. An iterable is read while it is sent; the command fails if reading fails. */
  readonly stdin: readonly (Uint8Array | AsyncIterable<Uint8Array>)[];
  /** True for a connection of its own: contact that proves that the machine can still be reached. */
  readonly fresh?: boolean | undefined;
  /** Milliseconds until the command is stopped. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Told each whole line of output as it arrives. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** The outcome of a command. `code` is null where the connection ended first, or the time was over. */
export interface ExecResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** True if the output was larger than the transport reads, so that the command was stopped. */
  readonly overflowed?: boolean;
}

/** A way to machines. */
export interface Transport {
  /**
   * Runs a command. Rejects only if `signal` is aborted, if `stdin` cannot be read, or if the transport itself cannot
   * work.
   */
  exec(target: Target, request: ExecRequest): Promise<ExecResult>;
  /** Ends all connections and removes what the transport made here. */
  close(): Promise<void>;
}
