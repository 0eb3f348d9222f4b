/** Machines of class `linux`: generations of Troupe's own, moved to by its agent. */
import { goBack } from "./rollback.ts";
import { look } from "./status.ts";
import { stage } from "./stage.ts";
import { switchMachine } from "./switch.ts";
import { lookAndPlan, planEmpty } from "./plan.ts";
import type { DesiredLinux } from "../../deploy/model/plan.ts";
import type { Platform } from "../../deploy/model/platform.ts";

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
