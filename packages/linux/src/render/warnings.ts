/** The group `warnings`. */
import { configurationWarning } from "../diagnostics.ts";
import type { Renderer } from "../model/generation-draft.ts";

/** Reports the warnings of the configuration. */
export const renderWarnings: Renderer<"warnings"> = (draft, { warnings }) => {
  for (const message of warnings)
    draft.report(configurationWarning, { message }, ["warnings"], (value) => value === message);
};
