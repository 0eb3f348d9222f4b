/** From evaluated machines to machines that plan and apply can reach. */
import { type Evaluated, type Machine, machinePath, parseTargetHost } from "@troupe/core";
import { type Diagnostic, diagnose, TroupeError } from "@troupe/modules";
import type { Target } from "../apply/transport/transport.ts";
import { renderMachine } from "../evaluate-project.ts";
import { hasPlatform } from "../platforms/platforms.ts";
import type { DesiredMachine } from "../plan/plan-type.ts";
import { noTarget, unsupportedClass } from "./diagnostics.ts";

/**
 * How to reach these machines.
 *
 * @throws TRP6006 for machines of a class that cannot be applied yet, TRP6007 for those without an address; all of them at once
 */
export function targetsOf({ inventory }: Evaluated, names: readonly string[]): readonly Target[] {
  const problems: Diagnostic[] = [];
  const targets = names.flatMap((name) => {
    const machine = inventory.machines.get(name)!;
    const target = targetOf(machine);
    if (!hasPlatform(machine.class))
      problems.push(diagnose(unsupportedClass, { machine: name, class: machine.class }, { marks: [{ site: machine.site }] }));
    else if (target === undefined) problems.push(diagnose(noTarget, { machine: name }, { marks: [{ site: machine.site }] }));
    return target ?? [];
  });
  if (problems.length > 0) throw new TroupeError(problems);
  return targets;
}

function targetOf(machine: Machine): Target | undefined {
  const { name, targetHost, site } = machine;
  if (targetHost === undefined) return undefined;
  const { host, user, port } = parseTargetHost(targetHost) ?? { host: targetHost };
  const pointer = [...machinePath(machine), "deploy", "targetHost"];
  return {
    machine: name,
    ...(machine.class !== "linux" && { class: machine.class }),
    host,
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port }),
    sudo: user !== "root",
    site: { ...site, pointer },
  };
}

/** What these machines shall become. Their configurations must have no errors. */
export function desiredMachines(evaluated: Evaluated, targets: readonly Target[]): readonly DesiredMachine[] {
  return targets.map((target) => {
    const { generation, provenance } = renderMachine(evaluated, target.machine);
    return { target, generation, provenance };
  });
}
