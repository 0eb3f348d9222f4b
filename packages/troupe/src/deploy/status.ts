/** What machines run, and whether it still stands as Troupe left it. */
import type { Diagnostic } from "@troupe/modules";
import type { HostState } from "../platforms/linux/host-state.ts";
import type { Drift, PendingSwitch, RevertedSwitch, SystemFacts } from "./model/plan.ts";
import { platformOf } from "../platforms/platforms.ts";
import type { ProfileGeneration } from "../platforms/nixos/nixos-state.ts";
import type { OnEvent } from "./model/events.ts";
import { inParallel } from "../remote/parallel.ts";
import type { Target, Transport } from "../remote/transport.ts";

/** One machine as it is. */
export interface MachineState {
  readonly machine: string;
  /** False if nothing is known: `diagnostics` says why. */
  readonly reachable: boolean;
  readonly system?: SystemFacts;
  /** The generation it is switched to; null for none. */
  readonly current?: string | null;
  readonly pending?: PendingSwitch;
  readonly reverted?: RevertedSwitch;
  /** Confirmed switches, oldest first; times in seconds since 1970. */
  readonly history: HostState["history"];
  /** What was declared for it when it was switched to this: the generation's id, of NixOS a digest of what was contributed. */
  readonly declared?: string;
  /** Of NixOS's profile, oldest first. */
  readonly generations?: readonly ProfileGeneration[];
  /** What somebody changed, and units that should be up and are not. */
  readonly drift: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How to look at machines. */
export interface StatusOptions {
  readonly transport: Transport;
  readonly events?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How many machines at once. Default 16. */
  readonly limit?: number | undefined;
}

/** Looks at machines without anything to compare them with. Read only. */
export async function status(targets: readonly Target[], options: StatusOptions): Promise<readonly MachineState[]> {
  return inParallel(targets, options.limit ?? 16, (target) => platformOf(target).look(target, options));
}
