/** Going back to an earlier generation, or forward again: the same switch, to something the machine still has. */
import { platformOf } from "../platforms/platforms.ts";
import { applyContext } from "./apply-context.ts";
import type { RollbackOptions } from "./model/options.ts";
import { inParallel } from "../remote/parallel.ts";
import type { MachineResult } from "./model/result.ts";
import type { Target } from "../remote/transport.ts";

/**
 * Switches machines to a generation they ran before. Everything of it comes back, except that users, packages and the data of
 * services stay. Done twice, it goes forward again. Confirmed like any other switch.
 */
export async function rollback(targets: readonly Target[], options: RollbackOptions): Promise<readonly MachineResult[]> {
  const context = applyContext(options);
  return inParallel(targets, context.limit, async (target) => {
    const result = await platformOf(target).goBack(context, target, options.to);
    context.events({ kind: "result", machine: result.machine, result });
    return result;
  });
}
