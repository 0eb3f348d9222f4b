/** Conditions of definitions, as far as they are known before NixOS evaluates the machine. */
import { tagOf, whnf } from "@troupe/modules/internal";
import { expressionOf } from "../expression/expression.ts";

/**
 * Computes deferred values and removes `mkIf` with a known condition. Returns undefined for a definition that defines
 * nothing.
 */
export function resolveConditions(definition: unknown): unknown {
  if (tagOf(definition) === undefined) return definition;
  let value = whnf(definition);
  while (tagOf(value) === "if") {
    const condition = conditionOf(value as object);
    if (condition === false) return undefined;
    if (condition !== true) return value;
    value = whnf((value as { readonly content: unknown }).content);
  }
  const tag = tagOf(value);
  const isEmpty =
    (tag === "override" || tag === "order") &&
    resolveConditions((value as { readonly content: unknown }).content) === undefined;
  return isEmpty ? undefined : value;
}

/** Returns the condition of `mkIf`: true, false, or a Nix value. */
export function conditionOf(wrapper: object): unknown {
  const { condition } = wrapper as { readonly condition: unknown };
  return typeof condition === "function" && expressionOf(condition) === undefined
    ? (condition as () => unknown)()
    : condition;
}

/** True for a definition that {@link resolveConditions} may remove from a list. */
export const isConditional = (value: unknown): boolean => tagOf(value) === "if";
