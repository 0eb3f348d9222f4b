/** The rollback of a machine of class `linux`. */
import { diagnose, type Diagnostic } from "@troupe/modules";
import type { HostState } from "./state.ts";
import type { ApplyContext, PlanOptions } from "../../deploy/model/options.ts";
import type { MachinePlan } from "../../deploy/model/plan.ts";
import { nothingEarlier } from "../../deploy/diagnostics.ts";
import { identityProblem } from "../../deploy/identity.ts";
import { readHost } from "./status.ts";
import { emptyPlan, outcomeWithout, statusWithout } from "../../deploy/empty-plan.ts";
import { worldMoved } from "../../deploy/refusal-diagnostics.ts";
import { keptGeneration, withContents, withoutEntries } from "./kept-generation.ts";
import { planProbed, probeFor } from "./plan.ts";
import { result } from "../../deploy/machine-result.ts";
import type { MachineResult } from "../../deploy/model/result.ts";
import { stageGeneration } from "./stage.ts";
import { switchToGeneration } from "./switch.ts";
import type { Target } from "../../remote/transport.ts";

/** The longest time that health checks of an old generation may take, because only the machine knows them. */
const healthSeconds = 300;

/** Plans the switch to the requested generation: the difference to the generation as the machine keeps it. */
export async function planRollbackLinux(
  target: Target,
  requested: string | undefined,
  options: PlanOptions,
): Promise<MachinePlan> {
  const blocked = (problem: Diagnostic): MachinePlan => ({
    ...emptyPlan(target),
    status: statusWithout(problem),
    diagnostics: [problem],
  });
  const state = await readHost(target, options);
  if ("code" in state) return blocked(state);
  const id = earlierGeneration(state, requested);
  if (id === undefined) return { ...blocked(noSuchGeneration(target, state, requested)), status: "blocked" };
  if (id === state.base && state.pending === undefined)
    return { ...emptyPlan(target), generation: id, expects: id, system: state.system };
  const kept = id === null ? withoutEntries(target) : await keptGeneration(target, id, options);
  if ("code" in kept) return blocked(kept);
  const host = await probeFor(kept, options);
  if ("code" in host) return blocked(host);
  const desired = await withContents(kept, host, options);
  // The machine adopts again what it adopted when it was switched to the generation before.
  const adopt = host.foreign.map((file) => file.target);
  return { ...(await planProbed(desired, host, { ...options, adopt })), generation: id };
}

const noSuchGeneration = ({ machine }: Target, { history }: HostState, requested: string | undefined): Diagnostic =>
  diagnose(nothingEarlier, {
    machine,
    kept: [...new Set(history.flatMap(({ id }) => id ?? []))],
    ...(requested !== undefined && { wanted: requested }),
  });

/** Switches to the requested generation, by default to an earlier one, and confirms. */
export async function rollbackLinux(
  context: ApplyContext,
  target: Target,
  requested: string | undefined,
  planned?: MachinePlan,
): Promise<MachineResult> {
  const { machine } = target;
  const host = await readHost(target, context);
  if ("code" in host) return result(machine, outcomeWithout(host), { diagnostics: [host] });
  const other = identityProblem(target, host);
  if (other !== undefined) return result(machine, "refused", { generation: host.base, diagnostics: [other] });
  const generation = earlierGeneration(host, requested);
  if (generation === undefined)
    return result(machine, "refused", {
      generation: host.base,
      diagnostics: [noSuchGeneration(target, host, requested)],
    });
  const isShown = planned !== undefined && !["blocked", "unreachable"].includes(planned.status);
  if (isShown && (planned.generation !== generation || planned.expects !== host.base)) {
    const problem = diagnose(worldMoved, { machine, expected: planned.expects ?? "-", found: host.base ?? "-" });
    return result(machine, "refused", { generation: host.base, diagnostics: [problem] });
  }
  // A machine that runs the generation still has to switch if a switch is unconfirmed.
  if (generation === host.base && host.pending === undefined) return result(machine, "nothing-to-do", { generation });
  const order = { target, to: generation, expects: host.base, adopt: [], healthSeconds };
  // There is no generation to stage for the state before the first one.
  if (generation === null) return switchToGeneration(context, order);
  const staged = await stageGeneration(context, target, { id: generation }, planned?.packages);
  if (!staged.ready) return staged.result;
  return { ...(await switchToGeneration(context, order)), off: staged.off };
}

/** The word of `--to` for the state before the first generation. */
export const beforeTheFirst = "none";

/**
 * Returns the id that begins with `requested`, null for "none", by default the generation confirmed before `base`;
 * undefined if the history has none. The machine may have removed the generation since; staging then fails.
 */
export function earlierGeneration(
  { base, history }: Pick<HostState, "base" | "history">,
  requested?: string,
): string | null | undefined {
  if (requested === beforeTheFirst) return null;
  const newestFirst = [...new Set(history.flatMap(({ id }) => id ?? []).toReversed())];
  return requested === undefined
    ? newestFirst.find((id) => id !== base)
    : newestFirst.find((id) => id.startsWith(requested));
}
