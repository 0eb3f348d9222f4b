/** The values of flags that commands about machines share: consent to what a plan refuses, and `--parallel`. */
import { type Diagnostic, diagnose, fail } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import type { DesiredMachine, MachinePlan, Plan } from "../deploy/model/plan.ts";
import { loadDeployments } from "../platforms/platforms.ts";
import { noNumber, unusedFlag } from "./diagnostics.ts";
import type { FlagValues } from "./flag-definition.ts";
import type { consentFlags, parallelFlag } from "./flags.ts";

/** Returns the number of `--parallel`; undefined without the flag. */
export function parallelOf({ parallel }: FlagValues<typeof parallelFlag>): number | undefined {
  if (parallel === undefined) return undefined;
  return /^[1-9][0-9]{0,3}$/.test(parallel)
    ? Number(parallel)
    : fail(noNumber, { flag: "--parallel", value: parallel });
}

/** Reports consent that the plan has no use for, because a misspelt name accepts nothing. */
export async function unusedConsent(
  { machines }: Plan,
  desired: readonly DesiredMachine[],
  { adopt = [], takeover = [], allowRemoval = [] }: FlagValues<typeof consentFlags>,
): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  if (adopt.length > 0) {
    const deploymentOf = await loadDeployments(desired.map(({ target }) => target));
    const declared = new Set(
      desired.flatMap((machine) => [...(deploymentOf(machine.target)?.adoptable?.(machine) ?? [])]),
    );
    for (const path of adopt) {
      const whole = `/etc/${path.replace(/^\/?etc\//, "").replace(/^\/+/, "")}`;
      if (declared.has(whole)) continue;
      const [what, hint] = [`no machine of this plan declares ${whole}`, didYouMean(whole, declared)];
      problems.push(diagnose(unusedFlag, { flag: "--adopt", value: path, what }, { hint }));
    }
  }
  // A machine without facts may run the configuration, or have the package.
  const isUnknown = ({ status, system }: MachinePlan) =>
    ["blocked", "unreachable"].includes(status) && system === undefined;
  if (machines.some(isUnknown)) return problems;
  const runs = new Set(machines.flatMap((plan) => plan.runs ?? []));
  for (const name of takeover) {
    if (runs.has(name)) continue;
    const what = `no host of this plan runs the configuration of a machine ${name}`;
    problems.push(diagnose(unusedFlag, { flag: "--takeover", value: name, what }, { hint: didYouMean(name, runs) }));
  }
  const removed = new Set(machines.flatMap(({ packages }) => packages.removals ?? []));
  for (const name of allowRemoval) {
    if (removed.has(name)) continue;
    const what = `no installation of this plan removes ${name}`;
    problems.push(
      diagnose(unusedFlag, { flag: "--allow-removal", value: name, what }, { hint: didYouMean(name, removed) }),
    );
  }
  return problems;
}
