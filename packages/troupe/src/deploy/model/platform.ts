/** The interface of a platform: everything that shared code asks about the machines of one class. */
import type { Evaluated, MachineClass, MachineEvaluation } from "@troupe/core";
import type { Generation, Provenance } from "@troupe/linux";
import type { Diagnostic, Mark } from "@troupe/modules";
import type { PackedFile } from "../../files/write-whole.ts";
import type { Target } from "../../remote/transport.ts";
import type { TextLayout } from "../../text/style.ts";
import type { ApplyContext, ContactOptions, PlanOptions } from "./options.ts";
import type { DesiredMachine, MachinePlan, PlatformDetails } from "./plan.ts";
import type { MachineResult, Staged } from "./result.ts";
import type { MachineState } from "./state.ts";

/**
 * A platform. Every command loads the records of all platforms, so the functions of a record load large modules on
 * demand.
 */
export interface Platform {
  /** The class of the platform's machines, with its options. */
  readonly machineClass: MachineClass;
  /** Reports problems that only rendering a machine finds. The machine's configuration has no errors. */
  readonly diagnostics: (machine: MachineEvaluation) => readonly Diagnostic[];
  /** Loads the functions that plan and apply; absent where Troupe writes configuration and applies nothing. */
  readonly deployment?: () => Promise<Deployment>;
  /** Renders a machine for a deployment package; absent where there are no packages for the class. */
  readonly render?: (machine: MachineEvaluation) => RenderedMachine;
  /** A sentence that says why there are no packages for the class. */
  readonly withoutPackages?: string;
  /** Flags that the platform adds to `plan` and `apply`, by name. Their values reach {@link PlanOptions.flags}. */
  readonly flags?: { readonly [name: string]: PlatformFlag };
  /** A flag of `build` that writes a configuration for all machines of the platform. */
  readonly buildFlag?: BuildFlag;
  /** The kinds of changes in plans of the platform, in the order in which changes are shown. */
  readonly changeKinds?: { readonly [kind: string]: ChangeKind };
  /** Renders the details of a plan, as indented lines between the changes and their reasons. */
  planDetails?(details: PlatformDetails, layout: TextLayout, options: { readonly full: boolean }): readonly string[];
  /** Remarks on the details of a state: "generation 2". */
  stateRemarks?(details: PlatformDetails, state: MachineState): readonly string[];
}

/** The presentation of changes of one kind. */
export interface ChangeKind {
  /** The noun before the names of changes, for kinds whose names do not say it: "input". */
  readonly noun?: string;
  /** True for contents that Troupe generates; their diff is shown with `--full` only. */
  readonly generated?: true;
  /** True for changes that the plan lists in a place of their own, {@link MachinePlan.packages}. */
  readonly listedApart?: true;
}

/** A flag of `troupe build` whose value is the folder that it writes. */
export interface BuildFlag {
  readonly name: string;
  /** The rest of the row of the table of commands: an example of a folder, one sentence, and the name of a guide. */
  readonly use: { readonly folder: string; readonly summary: string; readonly guide?: string };
  /** The flag's line in the help of the command. */
  readonly brief: string;
  /** The name of what is written, for messages: "the flake of all machines". */
  readonly writes: string;
  /** Writes to the folder that the user named. */
  readonly write: (
    context: { readonly cwd: string; readonly terminal: TextLayout },
    project: DeployedProject,
    folder: string,
  ) => Promise<PlatformBuild>;
}

/** The outcome of a {@link BuildFlag}. */
export interface PlatformBuild {
  /** Fields of the command's JSON. */
  readonly json: { readonly [key: string]: unknown };
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A flag with a few possible values, or with any text in place of `placeholder`. */
export interface PlatformFlag {
  readonly values?: readonly string[];
  readonly placeholder?: string;
  /** The flag's line in the help of the command. */
  readonly brief: string;
}

/** The generation of a machine with its provenance. */
export interface RenderedMachine {
  readonly generation: Generation;
  /** Computes the provenance of the generation. */
  readonly provenance: () => Provenance;
  readonly diagnostics: readonly Diagnostic[];
  /** Returns the places of the definitions of an option. */
  readonly marksAt: (path: readonly string[]) => readonly Mark[];
}

/** An evaluated project and its folder. */
export interface DeployedProject {
  readonly folder: string;
  readonly evaluated: Evaluated;
}

/** The functions that plan and switch machines of one class. They never reject for a problem of one machine. */
export interface Deployment<Desired extends DesiredMachine = DesiredMachine> {
  /**
   * Returns the desired machines of the targets, in their order. Without `builds` nothing is written.
   *
   * @throws problems that concern all machines of the class
   */
  desire(
    project: DeployedProject,
    targets: readonly Target[],
    options: { readonly builds: boolean },
  ): Promise<readonly Desired[]> | readonly Desired[];
  /** The identity of a desired machine, as {@link MachineState.declared} states it. */
  declared(desired: Desired): Declared;
  /**
   * The files of the desired machine as they lie on the machine, by path; absent where they are not known before a
   * build.
   */
  files?(desired: Desired): ReadonlyMap<string, PackedFile>;
  /** The paths of files below /etc that the desired machine declares, and so may adopt. */
  adoptable?(desired: Desired): Iterable<string>;
  /** Compares the machine with the desired machine. The machine keeps running what it runs. */
  plan(desired: Desired, options: PlanOptions): Promise<MachinePlan>;
  /** Plans as if the machine were empty; contacts no machine. */
  planEmpty(desired: Desired): MachinePlan;
  /** Keeps in the project's folder what an accepted plan settled, such as locked versions. */
  accepted?(folder: string): Promise<void>;
  /** True if the plan was made for this desired machine. */
  fits(desired: Desired, plan: MachinePlan): boolean;
  /** Brings the desired machine's files to the machine, without changing what runs. */
  stage(context: ApplyContext, desired: Desired, plan: MachinePlan): Promise<Staged>;
  /** Switches to what was staged, and confirms. */
  switchTo(context: ApplyContext, desired: Desired, plan: MachinePlan): Promise<MachineResult>;
  /** Reads the state of the machine. */
  status(target: Target, options: ContactOptions): Promise<MachineState>;
  /** Plans a rollback; absent where only the switch itself tells what it changes. */
  planRollback?(target: Target, wanted: string | undefined, options: PlanOptions): Promise<MachinePlan>;
  /**
   * Switches to an earlier generation: the one that `wanted` names, or the one that was confirmed before the current
   * one. With a plan, to what was planned, or not at all.
   */
  rollback(
    context: ApplyContext,
    target: Target,
    wanted: string | undefined,
    planned?: MachinePlan,
  ): Promise<MachineResult>;
}

/** The identity of a desired machine. */
export interface Declared {
  readonly digest: string;
  /** The generation's id; absent where only a build tells it. */
  readonly generation?: string;
}
