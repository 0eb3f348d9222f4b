/** Machines of class `linux`: generations of Troupe's own, moved to by its agent. */
import { goBack } from "../apply/go-back.ts";
import { look } from "../apply/look.ts";
import { stage } from "../apply/stage.ts";
import { switchMachine } from "../apply/switch.ts";
import { lookAndPlan, planEmpty } from "../plan/look-and-plan.ts";
import type { DesiredLinux } from "../plan/plan-type.ts";
import type { Platform } from "./platform.ts";

/** How they are planned and applied. */
export const linuxPlatform: Platform<DesiredLinux> = {
  plan: lookAndPlan,
  planEmpty,
  fits: ({ generation }, plan) => generation.id === plan.generation,
  stage: (context, desired) => stage(context, desired.target, desired),
  switchTo: (context, { target, generation: { id, manifest } }, { expects, adopt }) => {
    const healthSeconds = Math.max(0, ...manifest.health.map((check) => check.timeoutSeconds));
    return switchMachine(context, { target, to: id, expects, adopt, healthSeconds });
  },
  look,
  goBack,
};
