/** What plan and apply need of a platform; what machines have in common is done for all of them alike. */
import type { ApplyContext, PlanOptions, StatusOptions } from "./options.ts";
import type { DesiredMachine, MachinePlan } from "./plan.ts";
import type { MachineResult, Staged } from "./result.ts";
import type { MachineState } from "./state.ts";
import type { Target } from "../../remote/transport.ts";

/** How machines of one class are looked at and switched. Nothing of it rejects for what is wrong with a machine. */
export interface Platform<Desired extends DesiredMachine = DesiredMachine> {
  /** What would change. Nothing that runs on the machine changes. */
  plan(desired: Desired, options: PlanOptions): Promise<MachinePlan>;
  /** The same as if the machine had nothing; contacts nobody. */
  planEmpty(desired: Desired): MachinePlan;
  /** True if that is what the plan was made for. */
  fits(desired: Desired, plan: MachinePlan): boolean;
  /** Brings there what the plan is about, without changing what runs. */
  stage(context: ApplyContext, desired: Desired, plan: MachinePlan): Promise<Staged>;
  /** Switches to what was staged, and confirms. */
  switchTo(context: ApplyContext, desired: Desired, plan: MachinePlan): Promise<MachineResult>;
  /** The machine as it is. Read only. */
  look(target: Target, options: StatusOptions): Promise<MachineState>;
  /** Switches to a generation that it ran before: the one that is named, or the one that was confirmed before the current one. */
  goBack(context: ApplyContext, target: Target, wanted: string | undefined): Promise<MachineResult>;
}
