/** Definitions whose conditions are known here and now. */
import { tagOf, whnf } from "@troupe/modules/internal";
import { expressionOf } from "../expression/expression.ts";

/** A definition without what is known of it already: deferred values are computed, true conditions gone. Undefined if there is nothing in it. */
export function meaning(definition: unknown): unknown {
  if (tagOf(definition) === undefined) return definition;
  let value = whnf(definition);
  while (tagOf(value) === "if") {
    const condition = conditionOf(value as object);
    if (condition === false) return undefined;
    if (condition !== true) return value;
    value = whnf((value as { readonly content: unknown }).content);
  }
  const tag = tagOf(value);
  const isEmpty = (tag === "override" || tag === "order") && meaning((value as { readonly content: unknown }).content) === undefined;
  return isEmpty ? undefined : value;
}

/** The condition of `mkIf`: true or false, or something that only NixOS knows. */
export function conditionOf(wrapper: object): unknown {
  const { condition } = wrapper as { readonly condition: unknown };
  return typeof condition === "function" && expressionOf(condition) === undefined ? (condition as () => unknown)() : condition;
}

/** True for what {@link meaning} may take out of a list. */
export const isConditional = (value: unknown): boolean => tagOf(value) === "if";
