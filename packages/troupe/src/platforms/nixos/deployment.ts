/** The functions that plan and apply machines of class `nixos`. */
import type { Deployment } from "../../deploy/model/platform.ts";
import { desireNixos } from "./desired.ts";
import { type DesiredNixos, digestOf } from "./contributions.ts";
import { keepLock } from "./flake/project-flake.ts";
import { planEmptyNixos, planNixos } from "./plan.ts";
import { rollbackNixos } from "./rollback.ts";
import { stageNixos } from "./stage.ts";
import { nixosStatus } from "./status.ts";
import { switchNixos } from "./switch.ts";

export const nixosDeployment: Deployment<DesiredNixos> = {
  desire: desireNixos,
  // Only Nix tells the name of a system, by building it.
  declared: ({ contributions }) => ({ digest: digestOf(contributions) }),
  plan: planNixos,
  planEmpty: planEmptyNixos,
  accepted: keepLock,
  // An apply switches to the very system that the plan built, whatever has become of the flake since.
  fits: (_, plan) => plan.generation !== null,
  stage: stageNixos,
  switchTo: (context, { target }, plan) => switchNixos(context, target, plan.generation!, plan.expects),
  status: nixosStatus,
  rollback: rollbackNixos,
};
