/** The options of plan, apply, rollback and status. */
import type { OnEvent, Phase } from "./events.ts";
import type { Plan } from "./plan.ts";
import type { Transport } from "../../remote/transport.ts";

/** Options of every operation that contacts machines. */
export interface ContactOptions {
  readonly transport: Transport;
  readonly events?: OnEvent | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The most machines to contact at once; by default 16 for each processor of this computer, at most 64. */
  readonly limit?: number | undefined;
}

/** Values of the platforms' flags by name; undefined for a flag that the user did not give. */
export type PlatformFlagValues = { readonly [flag: string]: string | undefined };

/** Options of a plan. */
export interface PlanOptions extends ContactOptions {
  /** Paths below /etc that Troupe may adopt. */
  readonly adopt?: readonly string[] | undefined;
  /** Packages that the installation of others may remove. */
  readonly allowRemoval?: readonly string[] | undefined;
  /** Names of machines whose hosts may become other machines. */
  readonly takeover?: readonly string[] | undefined;
  /** The values of flags that platforms declare, by name. */
  readonly flags?: PlatformFlagValues | undefined;
}

/** Options of an apply. */
export interface ApplyOptions extends ContactOptions {
  /** Switch the machines that can be switched, even if others cannot. By default no machine is switched then. */
  readonly partial?: boolean | undefined;
  /** Seconds within which fresh contact has to succeed after a switch; 30 by default. */
  readonly confirmSeconds?: number | undefined;
  /** Seconds that units have to come up. The platform has a default. */
  readonly startSeconds?: number | undefined;
  /**
   * False for machines that must not restart. By default, a machine whose way in changed restarts into the generation
   * from before, if nobody confirmed the switch and nobody logged in after the machine took it back.
   */
  readonly reboot?: boolean | undefined;
}

/** Options of a rollback. */
export interface RollbackOptions extends ApplyOptions {
  /**
   * The beginning of a generation's id, or its number where generations have numbers, or "none" for the state before
   * the first generation; by default the generation confirmed last before.
   */
  readonly to?: string | undefined;
  /** The plan that was shown. A machine that has changed since is refused. */
  readonly plan?: Plan | undefined;
}

/** {@link ApplyOptions} with all defaults filled in. */
export interface ApplyContext {
  readonly transport: Transport;
  readonly signal: AbortSignal | undefined;
  readonly limit: number;
  readonly partial: boolean;
  readonly confirmSeconds: number;
  /** Undefined for the platform's default. */
  readonly startSeconds: number | undefined;
  readonly reboot: boolean;
  /** The operator, as other operators see it: `ann@laptop`. */
  readonly by: string;
  readonly phase: (machine: string, phase: Phase, detail?: string) => void;
  readonly events: OnEvent;
}
