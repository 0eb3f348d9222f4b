/** What apply and rollback work with. */
import { hostname, userInfo } from "node:os";
import type { OnEvent, Phase } from "./events.ts";
import type { Transport } from "../../remote/transport.ts";

/** How to apply. */
export interface ApplyOptions {
  readonly transport: Transport;
  readonly events?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How many machines at once. Default 16. */
  readonly limit?: number | undefined;
  /** Switch those machines that can be, even if others cannot. By default nothing is switched then. */
  readonly partial?: boolean | undefined;
  /** Seconds within which fresh contact has to succeed after a switch. Default 30. */
  readonly confirmSeconds?: number | undefined;
  /** Seconds that units have to come up. Default 60; on NixOS, where the whole switch has to be over by then, 300. */
  readonly startSeconds?: number | undefined;
}

/** {@link ApplyOptions} with everything filled in. */
export interface ApplyContext {
  readonly transport: Transport;
  readonly signal: AbortSignal | undefined;
  readonly limit: number;
  readonly partial: boolean;
  readonly confirmSeconds: number;
  /** Undefined for what is usual on the platform. */
  readonly startSeconds: number | undefined;
  /** Who is applying, for others who come across it. */
  readonly by: string;
  readonly phase: (machine: string, phase: Phase, detail?: string) => void;
  readonly events: OnEvent;
}

/** Fills in what is usual. */
export function applyContext(options: ApplyOptions): ApplyContext {
  const { transport, signal, events = () => {}, limit = 16, partial = false, confirmSeconds = 30, startSeconds } = options;
  const phase: ApplyContext["phase"] = (machine, phase, detail) => {
    events({ kind: "phase", machine, phase, ...(detail !== undefined && { detail }) });
  };
  return { transport, signal, limit, partial, confirmSeconds, startSeconds, by: `${userName()}@${hostname()}`, phase, events };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "somebody"; // an id without a name
  }
}
