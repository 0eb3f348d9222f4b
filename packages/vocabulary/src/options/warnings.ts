/** The group `warnings`. Name and meaning are those of NixOS. */
import { option, t } from "@troupe/modules";

export const warnings = option(t.listOf(t.str), {
  default: [],
  description: "Warnings that are shown when this configuration is planned. A warning blocks nothing.",
});
