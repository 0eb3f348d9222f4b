/** Rollback: a switch to a generation that the machine still has, earlier or later than its current one. */
import { loadDeployments } from "../platforms/platforms.ts";
import { applyContext } from "./apply-context.ts";
import { result } from "./machine-result.ts";
import type { RollbackOptions } from "./model/options.ts";
import { forMachine } from "../remote/machine-answer.ts";
import { inParallel } from "../remote/parallel.ts";
import type { MachineResult } from "./model/result.ts";
import type { Target } from "../remote/transport.ts";

/**
 * Switches machines to a generation they ran before. The generation comes back as a whole, except that users, packages
 * and the data of services stay. A second rollback goes forward again. Confirmed like any other switch.
 */
export async function rollback(
  targets: readonly Target[],
  options: RollbackOptions,
): Promise<readonly MachineResult[]> {
  const context = applyContext(options);
  const deploymentOf = await loadDeployments(targets);
  return inParallel(targets, context.limit, async (target) => {
    const { machine } = target;
    const ended = await forMachine(
      target,
      options.signal,
      async () => (await deploymentOf(target)?.rollback(context, target, options.to)) ?? result(machine, "not-applied"),
      (problem) => result(machine, "unconfirmed", { diagnostics: [problem] }),
    );
    context.events({ kind: "result", machine, result: ended });
    return ended;
  });
}
