/** Machines of class `nixos`: systems that Nix builds, switched with the same confirmation as all others. */
import type { Platform } from "../../deploy/model/platform.ts";
import type { DesiredNixos } from "./desired.ts";
import { goBackNixos } from "./rollback.ts";
import { planNixos, planNixosEmpty } from "./plan.ts";
import { stageNixos, switchNixos } from "./stage.ts";
import { lookAtNixos } from "./status.ts";

/** How they are planned and applied. */
export const nixosPlatform: Platform<DesiredNixos> = {
  plan: planNixos,
  planEmpty: planNixosEmpty,
  // What is applied is the very system that the plan built, whatever has become of the flake since.
  fits: (_, plan) => plan.generation !== null,
  stage: stageNixos,
  switchTo: (context, { target }, plan) => switchNixos(context, target, plan.generation!, plan.expects),
  look: lookAtNixos,
  goBack: goBackNixos,
};
