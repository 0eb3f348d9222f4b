/** The rollback of a NixOS machine to another generation of its profile. */
import { diagnose } from "@troupe/modules";
import type { ApplyContext } from "../../deploy/model/options.ts";
import { nothingEarlier } from "../../deploy/diagnostics.ts";
import { result } from "../../deploy/machine-result.ts";
import type { MachineResult } from "../../deploy/model/result.ts";
import type { Target } from "../../remote/transport.ts";
import type { NixosState } from "./state.ts";
import { readNixos } from "./plan.ts";
import { stageSystem } from "./stage.ts";
import { switchNixos } from "./switch.ts";

/** Switches to an earlier system and confirms. The earlier system becomes the profile's current generation again. */
export async function rollbackNixos(context: ApplyContext, target: Target, wanted: string | undefined): Promise<MachineResult> {
  const { machine } = target;
  const state = await readNixos(target, context);
  if ("code" in state) return result(machine, "unreachable", { diagnostics: [state] });
  const { base, boots, generations, host } = state;
  const to = earlierSystem(state, wanted);
  if (to === undefined) {
    const kept = generations.map(({ number }) => String(number));
    const problem = diagnose(nothingEarlier, { machine, kept, ...(wanted !== undefined && { wanted }) });
    return result(machine, "refused", { generation: base, diagnostics: [problem] });
  }
  if (to === base && host.pending === undefined && boots?.id === base) return result(machine, "nothing-to-do", { generation: to });
  const staged = await stageSystem(context, target, to);
  return staged.ready ? switchNixos(context, target, to, base) : staged.result;
}

/**
 * The system that is meant: a generation by its number, or by the beginning of its name in the store. By default the one that was
 * confirmed before, so that twice is forward again; else, where Troupe confirmed none, the generation before the one that boots.
 */
export function earlierSystem(
  {
    base,
    boots,
    generations,
    host,
  }: Pick<NixosState, "base" | "boots" | "generations"> & { readonly host: Pick<NixosState["host"], "history"> },
  wanted?: string,
): string | undefined {
  if (wanted !== undefined) {
    const byNumber = /^[0-9]{1,9}$/.test(wanted) ? generations.find(({ number }) => number === Number(wanted)) : undefined;
    return (byNumber ?? generations.findLast(({ id }) => id.startsWith(wanted)))?.id;
  }
  const kept = new Set(generations.map(({ id }) => id));
  const confirmed = host.history.findLast(({ id }) => id !== base && kept.has(id))?.id;
  return confirmed ?? generations.findLast(({ number, id }) => number < (boots?.number ?? Number.POSITIVE_INFINITY) && id !== base)?.id;
}
