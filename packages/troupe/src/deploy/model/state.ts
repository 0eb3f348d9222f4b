/** The state of a machine, as `troupe status` shows it. */
import type { Diagnostic } from "@troupe/modules";
import type { Drift, PendingSwitch, PlatformDetails, RevertedSwitch, SystemFacts } from "./plan.ts";

/** A switch that was confirmed. */
export interface ConfirmedSwitch {
  /** Seconds since 1970, by the machine's clock. */
  readonly time: number;
  /** The generation; null for the state before the first one. */
  readonly id: string | null;
}

/** The state of one machine. */
export interface MachineState {
  readonly machine: string;
  /** False if nothing is known about the machine: `diagnostics` says why. */
  readonly reachable: boolean;
  /** True if the machine answers, and its answer is of no use: `diagnostics` says why. */
  readonly blocked?: true;
  /** True if Troupe does not apply machines of the class, and so does not contact the machine. */
  readonly notApplied?: true;
  readonly system?: SystemFacts;
  /** The generation that the machine is switched to; null for none. */
  readonly current?: string | null;
  readonly pending?: PendingSwitch;
  readonly reverted?: RevertedSwitch;
  /** Confirmed switches, oldest first. */
  readonly history: readonly ConfirmedSwitch[];
  /** A digest of the configuration that `current` was made from. */
  readonly declared?: string;
  /** The part of the state that only the machine's platform has. */
  readonly details?: PlatformDetails;
  /** Manual changes of managed things, and units that should be up and are not. */
  readonly drift: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
}
