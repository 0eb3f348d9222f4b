/** The rollback of a machine of class `linux`. */
import { diagnose } from "@troupe/modules";
import type { HostState } from "./state.ts";
import type { ApplyContext } from "../../deploy/model/options.ts";
import { nothingEarlier } from "../../deploy/diagnostics.ts";
import { identityProblem } from "../../deploy/identity.ts";
import { readHost } from "./status.ts";
import { outcomeWithout } from "../../deploy/empty-plan.ts";
import { result } from "../../deploy/machine-result.ts";
import type { MachineResult } from "../../deploy/model/result.ts";
import { stageGeneration } from "./stage.ts";
import { switchToGeneration } from "./switch.ts";
import type { Target } from "../../remote/transport.ts";

/** The longest time that health checks of an old generation may take, because only the machine knows them. */
const healthSeconds = 300;

/** Switches to the requested generation, by default to an earlier one, and confirms. */
export async function rollbackLinux(
  context: ApplyContext,
  target: Target,
  requested: string | undefined,
): Promise<MachineResult> {
  const { machine } = target;
  const host = await readHost(target, context);
  if ("code" in host) return result(machine, outcomeWithout(host), { diagnostics: [host] });
  const other = identityProblem(target, host);
  if (other !== undefined) return result(machine, "refused", { generation: host.base, diagnostics: [other] });
  const generation = earlierGeneration(host, requested);
  if (generation === undefined) {
    const kept = [...new Set(host.history.map((entry) => entry.id))];
    const problem = diagnose(nothingEarlier, { machine, kept, ...(requested !== undefined && { wanted: requested }) });
    return result(machine, "refused", { generation: host.base, diagnostics: [problem] });
  }
  // A machine that runs the generation still has to switch if a switch is unconfirmed.
  if (generation === host.base && host.pending === undefined) return result(machine, "nothing-to-do", { generation });
  const staged = await stageGeneration(context, target, { id: generation });
  if (!staged.ready) return staged.result;
  return {
    ...(await switchToGeneration(context, { target, to: generation, expects: host.base, adopt: [], healthSeconds })),
    off: staged.off,
  };
}

/**
 * Returns the id that begins with `requested`, by default the generation confirmed before `base`; undefined if the
 * history has none. The machine may have removed the generation since; staging then fails.
 */
export function earlierGeneration(
  { base, history }: Pick<HostState, "base" | "history">,
  requested?: string,
): string | undefined {
  const newestFirst = [...new Set(history.map((entry) => entry.id).toReversed())];
  return requested === undefined
    ? newestFirst.find((id) => id !== base)
    : newestFirst.find((id) => id.startsWith(requested));
}
