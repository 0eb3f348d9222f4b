/** The status of machines: their generation, and the drift from it. Machines are only read. */
import { statusWithout } from "./empty-plan.ts";
import type { ContactOptions } from "./model/options.ts";
import type { MachineState } from "./model/state.ts";
import { loadDeployments } from "../platforms/platforms.ts";
import { forMachine } from "../remote/machine-answer.ts";
import { inParallel, usualParallel } from "../remote/parallel.ts";
import type { Target } from "../remote/transport.ts";

/** Reads the states of machines. */
export async function status(targets: readonly Target[], options: ContactOptions): Promise<readonly MachineState[]> {
  const deploymentOf = await loadDeployments(targets);
  return inParallel(targets, options.limit ?? usualParallel, async (target) => {
    const state = await forMachine(
      target,
      options.signal,
      async () => (await deploymentOf(target)?.status(target, options)) ?? notApplied(target),
      (problem): MachineState => ({ ...unknown(target), diagnostics: [problem] }),
    );
    return !state.reachable && state.diagnostics.some((problem) => statusWithout(problem) === "blocked")
      ? { ...state, blocked: true }
      : state;
  });
}

const unknown = ({ machine }: Target): MachineState => ({
  machine,
  reachable: false,
  history: [],
  drift: [],
  diagnostics: [],
});

/** The state of a machine whose class Troupe does not apply. */
const notApplied = (target: Target): MachineState => ({
  ...unknown(target),
  notApplied: true,
  details: { kind: target.class },
});
