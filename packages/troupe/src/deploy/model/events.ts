/** What plan, apply, rollback and status report while they work. */
import type { MachinePlan } from "./plan.ts";
import type { MachineResult } from "./result.ts";

/** What is being done with a machine. */
export type Phase =
  | "probe"
  | "fetch"
  /** Nix builds a system. */
  | "build"
  | "stage"
  | "install"
  /** Somebody else is at it; `detail` says who. */
  | "wait"
  | "switch"
  /** A health check, named by `detail`. */
  | "health"
  | "confirm"
  | "revert";

/** One thing that happened, in order for each machine. */
export type ApplyEvent =
  | { readonly kind: "phase"; readonly machine: string; readonly phase: Phase; readonly detail?: string }
  | { readonly kind: "planned"; readonly machine: string; readonly plan: MachinePlan }
  | { readonly kind: "result"; readonly machine: string; readonly result: MachineResult };

/** Whoever wants to know. */
export type OnEvent = (event: ApplyEvent) => void;
