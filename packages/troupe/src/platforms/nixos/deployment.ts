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
  // `generation` is absent, because Nix computes the store path of a system only in a build.
  declared: ({ contributions }) => ({ digest: digestOf(contributions) }),
  plan: planNixos,
  planEmpty: planEmptyNixos,
  accepted: keepLock,
  // `apply` switches to the system that the plan built, even if the flake has changed since. `generation` is null only
  // where nothing was built.
  fits: (_, plan) => plan.generation !== null,
  stage: stageNixos,
  switchTo: (context, { target }, plan) => switchNixos(context, target, plan.generation!, plan.expects),
  status: nixosStatus,
  rollback: rollbackNixos,
};
