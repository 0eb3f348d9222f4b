/** The configuration of one machine: the options of its platform, its own module, and the modules of every call. */
import { evalModules, type ModuleLike } from "@troupe/modules";
import type { Machine } from "../model/machine.ts";
import type { Call } from "./calls.ts";
import { type Contribution, eachContribution, modulesOf, modulesOfCalls, ownContributions } from "./contributions.ts";
import type { MachineClass } from "../model/machine-class.ts";
import type { Contributor, MachineEvaluation } from "../model/machine-evaluation.ts";

/**
 * Evaluates a machine's own contributions and the contributions of calls. A failed call fails the reader of its part.
 */
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
      imports: [
        ...modulesOf(own.filter(isUnderstood), config),
        { imports: modulesOfCalls(calls, machineClass, isUnderstood, config) },
      ],
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
