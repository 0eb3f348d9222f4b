/** Plans: what differs between machines and the configuration, and why. */
export { describeReason, describeValueChange } from "./describe.ts";
export { plan, planOffline, type PlanOptions } from "./plan.ts";
export type {
  Cause,
  Change,
  ChangeKind,
  Conflict,
  DesiredMachine,
  Drift,
  MachinePlan,
  MachineStatus,
  PendingSwitch,
  Plan,
  Reason,
  RevertedSwitch,
  SystemFacts,
  UnitSteps,
  ValueChange,
} from "./plan-type.ts";
