/** The drift of a NixOS machine. */
import type { Drift } from "../../../deploy/model/plan.ts";
import type { NixosState } from "../state.ts";

/**
 * A machine that would boot another system than it runs. While a switch is not confirmed, it boots the one before it,
 * as it should.
 */
export function bootDrift({ base, boots }: Pick<NixosState, "base" | "boots">): readonly Drift[] {
  if (boots?.id === base) return [];
  return [
    {
      kind: "boot",
      name: "the system that boots",
      how: boots === undefined ? "is not set" : `is another one, generation ${boots.number}`,
    },
  ];
}
