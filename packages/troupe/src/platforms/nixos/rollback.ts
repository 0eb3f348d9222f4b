/** The rollback of a NixOS machine to another generation of the profile `/nix/var/nix/profiles/system`. */
import { diagnose } from "@troupe/modules";
import type { ApplyContext } from "../../deploy/model/options.ts";
import { identityProblem } from "../../deploy/identity.ts";
import { nothingEarlier } from "../../deploy/diagnostics.ts";
import { outcomeWithout } from "../../deploy/empty-plan.ts";
import { result } from "../../deploy/machine-result.ts";
import type { MachineResult } from "../../deploy/model/result.ts";
import type { Target } from "../../remote/transport.ts";
import type { NixosState } from "./state.ts";
import { readNixos } from "./probe.ts";
import { stageSystem } from "./stage.ts";
import { switchNixos } from "./switch.ts";

/**
 * Switches to the requested generation, by default to an earlier one, and confirms. The generation becomes the
 * profile's current one.
 */
export async function rollbackNixos(
  context: ApplyContext,
  target: Target,
  requested: string | undefined,
): Promise<MachineResult> {
  const { machine } = target;
  const state = await readNixos(target, context);
  if ("code" in state) return result(machine, outcomeWithout(state), { diagnostics: [state] });
  const { base, boots, generations, host } = state;
  const other = identityProblem(target, host);
  if (other !== undefined) return result(machine, "refused", { generation: base, diagnostics: [other] });
  const generation = earlierGeneration(state, requested);
  if (generation === undefined) {
    const kept = generations.map(({ number }) => String(number));
    const problem = diagnose(nothingEarlier, { machine, kept, ...(requested !== undefined && { wanted: requested }) });
    return result(machine, "refused", { generation: base, diagnostics: [problem] });
  }
  // A machine that runs the generation still has to switch if a switch is unconfirmed, or if the machine boots another
  // generation.
  if (generation === base && host.pending === undefined && boots?.id === base)
    return result(machine, "nothing-to-do", { generation });
  const staged = await stageSystem(context, target, generation);
  return staged.ready ? switchNixos(context, target, generation, base) : staged.result;
}

/**
 * Returns the id of the generation whose number is `requested` or whose id begins with `requested`; undefined if the
 * profile has none.
 *
 * Without `requested`, returns the last generation that Troupe confirmed before the current one, so that a second
 * rollback returns to the current one. If Troupe confirmed no other generation, returns the generation before the one
 * that the machine boots.
 */
export function earlierGeneration(
  {
    base,
    boots,
    generations,
    host,
  }: Pick<NixosState, "base" | "boots" | "generations"> & { readonly host: Pick<NixosState["host"], "history"> },
  requested?: string,
): string | undefined {
  if (requested !== undefined) {
    const byNumber = /^[0-9]{1,9}$/.test(requested)
      ? generations.find(({ number }) => number === Number(requested))
      : undefined;
    return (byNumber ?? generations.findLast(({ id }) => id.startsWith(requested)))?.id;
  }
  // The history of the agent may name generations that the profile no longer has.
  const kept = new Set(generations.map(({ id }) => id));
  const confirmed = host.history.flatMap(({ id }) => id ?? []).findLast((id) => id !== base && kept.has(id));
  // Without a generation that the machine boots, every generation is an earlier one.
  const bootedNumber = boots?.number ?? Number.POSITIVE_INFINITY;
  return confirmed ?? generations.findLast(({ number, id }) => number < bootedNumber && id !== base)?.id;
}
