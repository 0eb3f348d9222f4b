/** The group `assertions`. */
import { assertionFailed } from "../diagnostics.ts";
import type { Renderer } from "../model/generation-draft.ts";

/** Reports the assertions that do not hold. */
export const renderAssertions: Renderer<"assertions"> = (draft, { assertions }) => {
  for (const { assertion, message } of assertions) {
    if (!assertion) draft.report(assertionFailed, { message }, ["assertions"], (value) => value === message);
  }
};
