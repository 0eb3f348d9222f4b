/** Members of a class for which a service has no module, though it has modules for other classes. */
import { type Diagnostic, diagnose } from "@troupe/modules";
import { classNotServed } from "../diagnostics.ts";
import { groupBy } from "../collections.ts";
import type { Machine } from "../model/machine.ts";
import type { Call } from "./calls.ts";
import { moduleOfClass } from "./contributions.ts";
import type { MachineClass } from "../model/machine-class.ts";

/** A warning for each class whose members get no module that it understands from any call. */
export function unservedMembers(
  service: string,
  calls: readonly Call[],
  machines: ReadonlyMap<string, Machine>,
  classes: readonly MachineClass[],
): readonly Diagnostic[] {
  const keyOf = new Map(classes.map(({ name, result }) => [name, result]));
  const served = new Map<string, boolean>();
  const offered = new Set<string>();
  for (const call of calls) {
    if (!call.succeeds()) continue;
    const result = call.result();
    for (const [name, key] of keyOf) if (moduleOfClass(result, key) !== undefined) offered.add(name);
    const own = moduleOfClass(result, keyOf.get(machines.get(call.machineName)!.class)!);
    const gets =
      result.module !== undefined ||
      own !== undefined ||
      call.callee.extraModules.length > 0 ||
      result.services !== undefined;
    served.set(call.machineName, served.get(call.machineName) === true || gets);
  }
  if (offered.size === 0) return [];
  const unserved = [...served].filter(([, gets]) => !gets).map(([machine]) => machines.get(machine)!);
  return [...groupBy(unserved, (machine) => machine.class)].map(([machineClass, members]) =>
    diagnose(
      classNotServed,
      {
        service,
        machines: members.map(({ name }) => name),
        class: machineClass,
        classes: [...offered],
        key: keyOf.get(machineClass)!,
      },
      { path: `machines.${members[0]!.name}`, marks: members.slice(0, 1).map(({ site }) => ({ site })) },
    ),
  );
}
