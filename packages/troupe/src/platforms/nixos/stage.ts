/** Getting a NixOS machine ready to be switched: the system is in its store, kept from the garbage collector, with its record. */
import { diagnose } from "@troupe/modules";
import type { ApplyContext } from "../../deploy/model/options.ts";
import { result } from "../../deploy/machine-result.ts";
import type { MachineResult, Staged } from "../../deploy/model/result.ts";
import { switchMachine } from "../linux/switch.ts";
import type { Target } from "../../remote/transport.ts";
import type { MachinePlan } from "../../deploy/model/plan.ts";
import { nixosAgentScript } from "./agent/agent.ts";
import { askNixos, isReply } from "./ask.ts";
import { copySystem } from "./nix/copy.ts";
import type { DesiredNixos, NixosRecord } from "./desired.ts";
import { goneSystem } from "./diagnostics.ts";
import { withRestarts } from "./compare/dry-activate.ts";
import { recordOf } from "./plan.ts";

/** What the plan built is sent again as far as the machine's garbage collector took it away in between. */
export async function stageNixos(context: ApplyContext, desired: DesiredNixos, plan: MachinePlan): Promise<Staged> {
  const { target } = desired;
  context.phase(target.machine, "stage");
  if (plan.nixos?.builder === "here") {
    const copied = await copySystem(target, plan.generation!, context);
    if (typeof copied !== "number")
      return { ready: false, result: result(target.machine, "refused", { generation: plan.expects, diagnostics: [copied] }) };
  }
  return stageSystem(context, target, plan.generation!, await recordOf(desired));
}

/** A system that is in the machine's store. Without a record, the one that is there already stays. */
export async function stageSystem(context: ApplyContext, target: Target, system: string, record?: NixosRecord): Promise<Staged> {
  const { machine } = target;
  const answer = await askNixos(target, context, {
    verb: "stage",
    args: [system],
    input: record === undefined ? "" : JSON.stringify(record),
    timeoutMs: 120_000,
    doing: "while it was being prepared",
  });
  if (!isReply(answer)) return { ready: false, result: result(machine, "unreachable", { diagnostics: [answer] }) };
  if (answer.end![0] === "staged") return { ready: true, off: [] };
  return { ready: false, result: result(machine, "refused", { diagnostics: [diagnose(goneSystem, { machine, system })] }) };
}

/** Seconds that a switch of NixOS may take: it stops, activates and starts, and waits for each unit. */
const startSeconds = 300;

/** Switches to a staged system and confirms. */
export async function switchNixos(context: ApplyContext, target: Target, to: string, expects: string | null): Promise<MachineResult> {
  const agent = nixosAgentScript;
  const ended = await switchMachine(context, { target, to, expects, adopt: [], healthSeconds: 0, agent, startSeconds });
  return { ...ended, units: withRestarts(ended.units) };
}
