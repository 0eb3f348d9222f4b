/** A machine's own configuration: what is left of it without any service. */
import { type Evaluation, evalModules, type ModuleLike } from "@troupe/modules";
import type { MachineClass } from "../model/machine-class.ts";
import { modulesOf, ownContributions } from "../evaluate/contributions.ts";
import type { Machine } from "../model/machine.ts";
import { factsOptions } from "./facts.ts";

/**
 * Evaluates what is defined for a machine alone and for its cluster; of a class without facts, its declared facts and
 * nothing else.
 */
export function baseEvaluation(machine: Machine, machineClass: MachineClass): Evaluation {
  if (machineClass.facts === undefined) {
    const declared = machine.facts.map(({ value, site }): ModuleLike => ({ config: { facts: value }, site }));
    return evalModules({ modules: [{ options: factsOptions }, ...declared] });
  }
  const contributed = ownContributions(machine, machineClass).filter(
    ({ portable }) => portable || machineClass.opaqueResult !== true,
  );
  return evalModules({
    modules: [...machineClass.modules, ({ config }) => ({ imports: modulesOf(contributed, config) })],
    class: machineClass.name,
  });
}
