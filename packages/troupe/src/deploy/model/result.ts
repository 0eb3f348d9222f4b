/** The result of an apply or a rollback for one machine. */
import type { Diagnostic } from "@troupe/modules";

/**
 * - `applied`: it runs the new generation, and said so over fresh contact
 * - `nothing-to-do`: it ran it already
 * - `refused`: it was not switched
 * - `failed-and-reverted`: it was switched, and went back to what it ran before
 * - `unconfirmed`: the outcome is unknown; the machine reverts unless the switch was confirmed
 * - `unreachable`: it was not switched, because it could not be reached
 * - `not-applied`: Troupe does not apply machines of its class
 */
export type Outcome =
  | "applied"
  | "nothing-to-do"
  | "refused"
  | "failed-and-reverted"
  | "unconfirmed"
  | "unreachable"
  | "not-applied";

/** The end of one machine's apply or rollback. */
export interface MachineResult {
  readonly machine: string;
  readonly outcome: Outcome;
  /** The generation that the machine runs now; null for none, absent where it is unknown. */
  readonly generation?: string | null;
  /** The steps of units in the switch that was confirmed. */
  readonly units: readonly { readonly step: "stop" | "start" | "restart" | "reload"; readonly unit: string }[];
  /** Units of packages just installed that were switched off. */
  readonly off: readonly { readonly unit: string; readonly package: string }[];
  /** The problems of the machine, with the last lines of its journal as notes. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The outcome of staging: a machine that is ready to be switched, or its final result. */
export type Staged =
  | {
      readonly ready: true;
      readonly off: MachineResult["off"];
      /** Warnings of the machine. */
      readonly diagnostics?: readonly Diagnostic[];
    }
  | { readonly ready: false; readonly result: MachineResult };
