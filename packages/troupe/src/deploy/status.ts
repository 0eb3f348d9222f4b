/** The status of machines: their generation, and the drift from it. Machines are only read. */
import type { ContactOptions } from "./model/options.ts";
import type { MachineState } from "./model/state.ts";
import { loadDeployments } from "../platforms/platforms.ts";
import { inParallel } from "../remote/parallel.ts";
import type { Target } from "../remote/transport.ts";

/** Reads the states of machines. */
export async function status(targets: readonly Target[], options: ContactOptions): Promise<readonly MachineState[]> {
  const deploymentOf = await loadDeployments(targets);
  return inParallel(
    targets,
    options.limit ?? 16,
    async (target) => (await deploymentOf(target)?.status(target, options)) ?? notApplied(target),
  );
}

/** The state of a machine whose class Troupe does not apply. */
const notApplied = ({ machine, class: kind }: Target): MachineState => ({
  machine,
  reachable: false,
  notApplied: true,
  details: { kind },
  history: [],
  drift: [],
  diagnostics: [],
});
