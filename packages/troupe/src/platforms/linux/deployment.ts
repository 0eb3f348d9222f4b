/** The functions that plan and apply machines of class `linux`. */
import type { Deployment } from "../../deploy/model/platform.ts";
import { type DesiredLinux, desireLinux, generationFiles } from "./desired.ts";
import { adoptablePaths } from "./compare/plan-machine.ts";
import { planEmptyLinux, planLinux } from "./plan.ts";
import { planRollbackLinux, rollbackLinux } from "./rollback.ts";
import { stageGeneration } from "./stage.ts";
import { linuxStatus } from "./status.ts";
import { switchLinux } from "./switch.ts";

export const linuxDeployment: Deployment<DesiredLinux> = {
  desire: desireLinux,
  declared: ({ generation: { id } }) => ({ digest: id, generation: id }),
  files: generationFiles,
  adoptable: adoptablePaths,
  plan: planLinux,
  planEmpty: planEmptyLinux,
  fits: ({ generation }, plan) => generation.id === plan.generation,
  stage: (context, desired, { packages }) => stageGeneration(context, desired.target, desired, packages),
  switchTo: switchLinux,
  status: linuxStatus,
  planRollback: planRollbackLinux,
  rollback: rollbackLinux,
};
