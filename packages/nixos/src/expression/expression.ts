/** Precedences of expressions, and the Nix values that carry an expression. */
import type { Expression, Precedence } from "../model/expression.ts";

/** How tightly an expression binds. An expression that binds less than its place demands is put into parentheses. */
export const precedence = {
  /** Anything may stand here: after `=`, between parentheses. */
  any: 0,
  /** Beside an operator. */
  operand: 1,
  /** A function that is applied. */
  application: 2,
  /** An argument, an element of a list, the base of a selection. */
  atom: 3,
} as const satisfies { readonly [place: string]: Precedence };

/** The property in which a Nix value holds its expression. The symbol is global, so that several copies of this package agree. */
export const expressionKey = Symbol.for("@troupe/nixos expression");

/** Returns a Nix value that is only written and records nothing. */
export const valueOf = (expression: Expression): object => Object.assign(() => undefined, { [expressionKey]: expression });

/** Returns the expression of a Nix value; undefined for all other values. */
export function expressionOf(value: unknown): Expression | undefined {
  return typeof value === "function" ? (value as { readonly [expressionKey]?: Expression })[expressionKey] : undefined;
}
