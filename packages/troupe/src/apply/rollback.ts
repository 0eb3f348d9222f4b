/** Going back to an earlier generation, or forward again: the same switch, to something the machine still has. */
import { diagnose } from "@troupe/modules";
import type { HostState } from "../plan/host-state.ts";
import { type ApplyContext, applyContext, type ApplyOptions } from "./context.ts";
import { nothingEarlier } from "./diagnostics.ts";
import { inParallel } from "./parallel.ts";
import { type MachineResult, result } from "./result.ts";
import { stage } from "./stage.ts";
import { readHost } from "./status.ts";
import { switchMachine } from "./switch.ts";
import type { Target } from "./transport/transport.ts";

/** How to go back. */
export interface RollbackOptions extends ApplyOptions {
  /** The beginning of a generation's id. By default the one that was confirmed before the current one. */
  readonly to?: string | undefined;
}

/** Health checks of old generations are not known here; this is how long they may take at most. */
const healthSeconds = 300;

/**
 * Switches machines to a generation they ran before. Everything of it comes back, except that users, packages and the data of
 * services stay. Done twice, it goes forward again. Confirmed like any other switch.
 */
export async function rollback(targets: readonly Target[], options: RollbackOptions): Promise<readonly MachineResult[]> {
  const context = applyContext(options);
  return inParallel(targets, context.limit, async (target) => {
    const result = await goBack(context, target, options);
    context.events({ kind: "result", machine: result.machine, result });
    return result;
  });
}

async function goBack(context: ApplyContext, target: Target, options: RollbackOptions): Promise<MachineResult> {
  const { machine } = target;
  const host = await readHost(target, options);
  if ("code" in host) return result(machine, "unreachable", { diagnostics: [host] });
  const to = earlierGeneration(host, options.to);
  if (to === undefined) {
    const kept = [...new Set(host.history.map((entry) => entry.id))];
    const problem = diagnose(nothingEarlier, { machine, kept, ...(options.to !== undefined && { wanted: options.to }) });
    return result(machine, "refused", { generation: host.base, diagnostics: [problem] });
  }
  if (to === host.base && host.pending === undefined) return result(machine, "nothing-to-do", { generation: to });
  const staged = await stage(context, target, { id: to });
  if (!staged.ready) return staged.result;
  return { ...(await switchMachine(context, { target, to, expects: host.base, adopt: [], healthSeconds })), off: staged.off };
}

/** The generation that is meant; the machine says whether it still has it. */
export function earlierGeneration({ base, history }: Pick<HostState, "base" | "history">, wanted?: string): string | undefined {
  const known = [...new Set(history.map((entry) => entry.id).toReversed())];
  return wanted === undefined ? known.find((id) => id !== base) : known.find((id) => id.startsWith(wanted));
}
