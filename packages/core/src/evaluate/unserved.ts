/** Members that a service does nothing for, though it does something for machines of other classes. */
import { type Diagnostic, diagnose } from "@troupe/modules";
import { classNotServed } from "../diagnostics.ts";
import type { Machine } from "../inventory/model.ts";
import type { Call } from "./calls.ts";
import type { MachineClass } from "./machine.ts";

/** A warning for each member of which no call returns a module that its class understands. */
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
    for (const [name, key] of keyOf) if (result[key] !== undefined) offered.add(name);
    const own = result[keyOf.get(machines.get(call.machineName)!.class)!];
    const gets = result.module !== undefined || own !== undefined || call.callee.extraModules.length > 0 || result.services !== undefined;
    served.set(call.machineName, served.get(call.machineName) === true || gets);
  }
  if (offered.size === 0) return [];
  return [...served]
    .filter(([, gets]) => !gets)
    .map(([machine]) => {
      const { class: machineClass, site } = machines.get(machine)!;
      return diagnose(
        classNotServed,
        { service, machine, class: machineClass, classes: [...offered] },
        { path: `machines.${machine}`, marks: [{ site }] },
      );
    });
}
