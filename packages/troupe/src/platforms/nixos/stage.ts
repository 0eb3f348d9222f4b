/** Staging: the system is in the machine's store, kept from the garbage collector, with its record. */
import { diagnose } from "@troupe/modules";
import type { ApplyContext } from "../../deploy/model/options.ts";
import { outcomeWithout } from "../../deploy/empty-plan.ts";
import { result } from "../../deploy/machine-result.ts";
import type { Staged } from "../../deploy/model/result.ts";
import type { Target } from "../../remote/transport.ts";
import type { MachinePlan } from "../../deploy/model/plan.ts";
import { askNixos, isReply } from "./ask.ts";
import { copySystem } from "./nix/copy.ts";
import type { DesiredNixos, NixosRecord } from "./contributions.ts";
import type { NixosPlanDetails } from "./details.ts";
import { goneSystem } from "./diagnostics.ts";
import { recordOf } from "./plan.ts";

/**
 * Stages the system that the plan built. Store paths that the machine's garbage collector removed since are sent again.
 */
export async function stageNixos(context: ApplyContext, desired: DesiredNixos, plan: MachinePlan): Promise<Staged> {
  const { target } = desired;
  context.phase(target.machine, "stage");
  if ((plan.details as NixosPlanDetails | undefined)?.builder === "here") {
    const copied = await copySystem(target, plan.generation!, context);
    if (typeof copied !== "number")
      return {
        ready: false,
        result: result(target.machine, "refused", { generation: plan.expects, diagnostics: [copied] }),
      };
  }
  return stageSystem(context, target, plan.generation!, await recordOf(desired));
}

/** Stages a system that is in the machine's store. Without `record`, the record on the machine stays. */
export async function stageSystem(
  context: ApplyContext,
  target: Target,
  system: string,
  record?: NixosRecord,
): Promise<Staged> {
  const { machine } = target;
  const answer = await askNixos(target, context, {
    verb: "stage",
    args: [system],
    input: record === undefined ? "" : JSON.stringify(record),
    timeoutMs: 120_000,
    doing: "while it was being prepared",
  });
  if (!isReply(answer))
    return { ready: false, result: result(machine, outcomeWithout(answer), { diagnostics: [answer] }) };
  if (answer.end![0] === "staged") return { ready: true, off: [] };
  return {
    ready: false,
    result: result(machine, "refused", { diagnostics: [diagnose(goneSystem, { machine, system })] }),
  };
}
