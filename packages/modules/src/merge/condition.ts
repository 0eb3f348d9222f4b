/** Conditions of `mkIf`. */
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { invalidCondition } from "../diagnostics/kinds.ts";
import { kindOf, showPath } from "../diagnostics/value-text.ts";
import type { Path, Source } from "../model/definition.ts";
import { callCounted } from "./definition-calls.ts";
import { siteAt } from "./provenance.ts";
import { whnf } from "./wrapper-tag.ts";

/** Computes a condition, which may be a function. Throws TRP1011 if the result is not a boolean. */
export function holds(path: Path, condition: unknown, source: Source): boolean {
  const value = whnf(typeof condition === "function" ? callCounted(condition as () => unknown) : condition);
  if (typeof value === "boolean") return value;
  const details = { path: showPath(path), marks: [{ site: siteAt(source, path) }] };
  return fail(invalidCondition, { path: showPath(path), found: kindOf(value) }, details);
}
