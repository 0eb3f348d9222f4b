/** The group `assertions`. Name and meaning are those of NixOS. */
import { option, t } from "@troupe/modules";

export const assertions = option(
  t.listOf(
    t.submodule({
      assertion: option(t.bool, { description: "The condition that must be true." }),
      message: option(t.str, { description: "The problem if the condition is false, and how to solve it." }),
    }),
  ),
  {
    default: [],
    example: [{ assertion: false, message: "The primary and its replica must not share a machine." }],
    description: "Conditions for applying this configuration. All failing ones are reported together.",
  },
);
