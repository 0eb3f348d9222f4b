/** Which machines a command is about: `--on MACHINE,tag:NAME`. */
import type { InventoryModel } from "@troupe/core";
import { type Diagnostic, diagnose, didYouMean, TroupeError } from "@troupe/modules";
import { noMachinesChosen, unknownOnMachine, unknownOnTag } from "./diagnostics.ts";

/**
 * The names of the machines that `on` stands for, in byte order; all machines if it is absent.
 *
 * @throws TRP6001 to TRP6003 for names that do not exist, all of them at once
 */
export function chooseMachines({ machines, tags }: InventoryModel, on: readonly string[] | undefined): readonly string[] {
  const problems: Diagnostic[] = [];
  const chosen = new Set<string>(on === undefined ? machines.keys() : []);
  for (const each of on ?? []) {
    const tag = /^tag:(.*)$/.exec(each)?.[1];
    if (tag === undefined) {
      if (machines.has(each)) chosen.add(each);
      else problems.push(diagnose(unknownOnMachine, { name: each }, { hint: didYouMean(each, machines.keys()) }));
    } else if (tags.has(tag)) for (const machine of tags.get(tag)!) chosen.add(machine);
    else problems.push(diagnose(unknownOnTag, { name: tag }, { hint: didYouMean(tag, tags.keys()) }));
  }
  if (problems.length === 0 && chosen.size === 0) problems.push(diagnose(noMachinesChosen, {}));
  if (problems.length > 0) throw new TroupeError(problems);
  return [...machines.keys()].filter((name) => chosen.has(name));
}
