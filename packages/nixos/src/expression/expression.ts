/** Precedences of expressions, and the Nix values that carry an expression. */
import type { Expression, Precedence } from "../model/expression.ts";

/** The precedences of expressions. An expression with less precedence than its place demands stands in parentheses. */
export const precedence = {
  /** The precedence of any expression, as after `=` and between parentheses. */
  any: 0,
  /** The precedence beside an operator. */
  operand: 1,
  /** The precedence of a function application. */
  application: 2,
  /** The precedence of an argument, an element of a list, and the base of a selection. */
  atom: 3,
} as const satisfies { readonly [place: string]: Precedence };

/**
 * The property in which a Nix value holds its expression. The symbol is global, so that several copies of this package
 * agree.
 */
export const expressionKey = Symbol.for("@troupe/nixos expression");

/** Returns a Nix value that is only written and records nothing. */
export const valueOf = (expression: Expression): object =>
  Object.assign(() => undefined, { [expressionKey]: expression });

/** Returns the expression of a Nix value; undefined for all other values. */
export function expressionOf(value: unknown): Expression | undefined {
  return typeof value === "function" ? (value as { readonly [expressionKey]?: Expression })[expressionKey] : undefined;
}
