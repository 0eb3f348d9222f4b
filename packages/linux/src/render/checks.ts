/** `assertions`, `warnings` and `environment.systemPackages`. */
import { isPackageRef, samePackage } from "@troupe/vocabulary";
import { assertionFailed, configurationWarning } from "../diagnostics.ts";
import type { Draft } from "../model/draft.ts";

/** Reports the assertions that do not hold, and the warnings. */
export function renderChecks(draft: Draft): void {
  for (const { assertion, message } of draft.config.assertions) {
    if (!assertion) draft.report(assertionFailed, { message }, ["assertions"], (value) => value === message);
  }
  for (const message of draft.config.warnings) draft.report(configurationWarning, { message }, ["warnings"], (value) => value === message);
}

/** Has the packages of `environment.systemPackages` installed. */
export function renderPackages(draft: Draft): void {
  const at = ["environment", "systemPackages"];
  for (const ref of draft.config.environment.systemPackages) {
    const mentions = (value: unknown) => isPackageRef(value) && samePackage(value, ref);
    for (const name of ref.debian) draft.install(name, at, mentions);
  }
}
