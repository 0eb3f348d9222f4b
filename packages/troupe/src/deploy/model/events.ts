/** Events of plan, apply, rollback and status. */
import type { MachinePlan } from "./plan.ts";
import type { MachineResult } from "./result.ts";

/** A phase of the work on a machine. */
export type Phase =
  | "probe"
  | "fetch"
  /** Building the machine's system; `detail` names the place. */
  | "build"
  | "stage"
  | "install"
  /** Waiting for the switch of another operator, whom `detail` names. */
  | "wait"
  | "switch"
  /** A health check, named by `detail`. */
  | "health"
  | "confirm"
  | "revert";

/** An event. The events of one machine are in order. */
export type ApplyEvent =
  | { readonly kind: "phase"; readonly machine: string; readonly phase: Phase; readonly detail?: string }
  | { readonly kind: "planned"; readonly machine: string; readonly plan: MachinePlan }
  | { readonly kind: "result"; readonly machine: string; readonly result: MachineResult };

/** Receives events. */
export type OnEvent = (event: ApplyEvent) => void;
