/** One machine's configuration: the options of its platform, its own module, and what every call made for it. */
import { type Evaluation, evalModules, type ModuleLike, type Site } from "@troupe/modules";
import type { Machine } from "../inventory/model.ts";
import type { Json } from "../exports/types.ts";
import type { Call } from "./calls.ts";
import { type Contribution, eachContribution, modulesOf, modulesOfCalls, ownContributions } from "./contributions.ts";

/** A class of machines, as a platform describes it. */
export interface MachineClass {
  readonly name: string;
  /** The key of results that hold modules for this class only. */
  readonly result: "linuxModule" | "nixosModule" | "darwinModule";
  /** The options that machines of this class have. */
  readonly modules: readonly ModuleLike[];
  /**
   * True if what results hold under `result`, and functions among the modules of machines and `extraModules`, are for the platform to
   * understand: they are not part of the configuration here, but in {@link MachineEvaluation.platformModules}.
   */
  readonly opaqueResult?: boolean;
  /** What the `users` and `facts` of a machine define in its configuration; absent where the class has no place for them. */
  readonly users?: (users: unknown) => object;
  readonly facts?: (facts: unknown) => object;
}

/** Somebody who contributed to a machine's configuration: a call of a service, or the machine's own module. */
export interface Contributor {
  /** An export scope, or "machine alice": the `origin` of its definitions. */
  readonly origin: string;
  /** "instance sessions, role replica". */
  readonly label: string;
  /** The settings it ran with, if it has any. */
  readonly settings?: Json;
  /** Every export it read, with the value it saw. */
  readonly reads: { readonly [key: string]: Json };
}

/** A module that only the machine's platform understands. */
export interface PlatformModule {
  readonly value: unknown;
  readonly site: Site;
}

/** One machine, evaluated. */
export interface MachineEvaluation {
  readonly machine: Machine;
  /** The machine's configuration under its platform's options. */
  readonly evaluation: Evaluation;
  /** What is left to the platform, in the order in which it was contributed; nothing unless its class has an `opaqueResult`. */
  readonly platformModules: () => readonly PlatformModule[];
  /** Who contributed to it; complete once the configuration has been read. */
  readonly contributors: () => readonly Contributor[];
}

/** A machine's own contributions and those of calls that concern it. A call that failed fails whoever looks at its part. */
export function evaluateMachine(
  machine: Machine,
  machineClass: MachineClass,
  calls: readonly Call[],
  contributors: () => readonly Contributor[],
): MachineEvaluation {
  const own = ownContributions(machine, machineClass);
  const opaque = machineClass.opaqueResult === true;
  const isUnderstood = ({ portable }: Contribution) => portable || !opaque;
  // The order is that in which Clan imports them: the machine's own first, those of calls one level further in.
  const modules: ModuleLike[] = [
    ...machineClass.modules,
    ({ config }) => ({
      imports: [...modulesOf(own.filter(isUnderstood), config), { imports: modulesOfCalls(calls, machineClass, isUnderstood, config) }],
    }),
  ];
  return {
    machine,
    evaluation: evalModules({ modules, class: machineClass.name }),
    platformModules() {
      const all = [...own];
      for (const call of calls) eachContribution(call, machineClass, (each) => all.push(each));
      return all.filter((each) => !isUnderstood(each)).map(({ value, site }) => ({ value, site }));
    },
    contributors,
  };
}
