/** What a Nix expression is: something that can write itself. */
import type { Output } from "../print/output.ts";

/** How tightly an expression binds; one that binds less than its place demands is put into parentheses. */
export const precedence = {
  /** Anything may stand here: after `=`, between parentheses. */
  any: 0,
  /** Beside an operator. */
  operand: 1,
  /** A function that is applied. */
  application: 2,
  /** An argument, an element of a list, something that is selected from. */
  atom: 3,
} as const;
export type Precedence = (typeof precedence)[keyof typeof precedence];

/** A Nix expression. */
export interface Expression {
  readonly precedence: Precedence;
  /** Writes it, without parentheses around it. */
  readonly write: (out: Output) => void;
  /** True if its lines may begin where the line before ends: `x = f {`. Otherwise, if it needs several, they begin below. */
  readonly hugs?: (out: Output, demanded: Precedence) => boolean;
  /** True if parentheses around it have lines of their own. */
  readonly standsAlone?: (out: Output) => boolean;
  /** The names it is selected by, from a variable on: `["config", "networking", "hostName"]`. */
  readonly path?: readonly string[];
  /** True for what names a module rather than defines something: a file, a module of another flake. */
  readonly isModule?: boolean;
}

/** Under this key a Nix value has its expression, whichever copy of this package made it. */
export const expressionKey = Symbol.for("@troupe/nixos expression");

/** A Nix value that is only written, and records nothing. */
export const valueOf = (expression: Expression): object => Object.assign(() => undefined, { [expressionKey]: expression });

/** The expression of a Nix value; undefined for all other values. */
export function expressionOf(value: unknown): Expression | undefined {
  return typeof value === "function" ? (value as { readonly [expressionKey]?: Expression })[expressionKey] : undefined;
}
