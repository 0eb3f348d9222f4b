/** The rollback of a machine of class `linux`. */
import { diagnose } from "@troupe/modules";
import type { HostState } from "./state.ts";
import type { ApplyContext } from "../../deploy/model/options.ts";
import { nothingEarlier } from "../../deploy/diagnostics.ts";
import { readHost } from "./status.ts";
import { result } from "../../deploy/machine-result.ts";
import type { MachineResult } from "../../deploy/model/result.ts";
import { stageGeneration } from "./stage.ts";
import { switchToGeneration } from "./switch.ts";
import type { Target } from "../../remote/transport.ts";

/** The longest time that health checks of an old generation may take, because only the machine knows them. */
const healthSeconds = 300;

/** Switches to an earlier generation and confirms. */
export async function rollbackLinux(context: ApplyContext, target: Target, wanted: string | undefined): Promise<MachineResult> {
  const { machine } = target;
  const host = await readHost(target, context);
  if ("code" in host) return result(machine, "unreachable", { diagnostics: [host] });
  const to = earlierGeneration(host, wanted);
  if (to === undefined) {
    const kept = [...new Set(host.history.map((entry) => entry.id))];
    const problem = diagnose(nothingEarlier, { machine, kept, ...(wanted !== undefined && { wanted }) });
    return result(machine, "refused", { generation: host.base, diagnostics: [problem] });
  }
  if (to === host.base && host.pending === undefined) return result(machine, "nothing-to-do", { generation: to });
  const staged = await stageGeneration(context, target, { id: to });
  if (!staged.ready) return staged.result;
  return { ...(await switchToGeneration(context, { target, to, expects: host.base, adopt: [], healthSeconds })), off: staged.off };
}

/** The generation that `wanted` names, by default the one confirmed before `base`. Only the machine knows whether it still has that generation. */
export function earlierGeneration({ base, history }: Pick<HostState, "base" | "history">, wanted?: string): string | undefined {
  const newestFirst = [...new Set(history.map((entry) => entry.id).toReversed())];
  return wanted === undefined ? newestFirst.find((id) => id !== base) : newestFirst.find((id) => id.startsWith(wanted));
}
