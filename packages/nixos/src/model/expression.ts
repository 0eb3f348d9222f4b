/**
 * The types that expressions and the printer share. `Expression`, `Output` and `Recording` refer to each other, so they
 * stand in one file.
 */
import type { Site } from "@troupe/modules";

/** The precedence of an expression, by the numbers of `precedence` in `expression/expression.ts`. */
export type Precedence = 0 | 1 | 2 | 3;

/** A Nix expression. */
export interface Expression {
  readonly precedence: Precedence;
  /** Writes the expression, without parentheses around it. */
  readonly write: (out: Output) => void;
  /**
   * True if the lines of the expression may begin where the line before ends: `x = f {`. Otherwise its lines begin
   * below `x =`.
   */
  readonly hugs?: (out: Output, demanded: Precedence) => boolean;
  /** True if parentheses around the expression have lines of their own. */
  readonly standsAlone?: (out: Output) => boolean;
  /** The variable and the names that are selected from it: `["config", "networking", "hostName"]`. */
  readonly path?: readonly string[];
  /** True for an expression that names a module rather than defines something: a file, a module of another flake. */
  readonly isModule?: boolean;
}

/** A Nix value that was read or made while a user's function ran. */
export interface Recorded {
  readonly expression: Expression;
  used: boolean;
}

/** A user's function as a Nix function. A recording keeps it so that the user's function is called once. */
export interface NixFunction {
  /** For each parameter its name, or the names that `{ a, b, ... }` binds. */
  readonly header: readonly (string | readonly string[])[];
  readonly bound: readonly { readonly name: string; readonly binder: object }[];
  readonly body: unknown;
}

/** The Nix values, placeholders and functions of one module. */
export interface Recording {
  /** The expression of each placeholder in texts. */
  placeholders: Map<string, Expression> | undefined;
  functions: Map<Function, NixFunction> | undefined;
  /** Values in the order in which they were made. */
  readonly made: Recorded[];
  /** The number of the value that is replaced by undefined, to see whether anything depends on that value. */
  readonly without: number | undefined;
  /** The place where the user's code read the value that is left out. */
  place: Site | undefined;
}

/** The layout of an expression: over several lines, on one line if that reads well, on one line in any case. */
export type Layout = "lines" | "flat" | "inline";

/** The state of a printed text. Strings are immutable, so going back to an earlier text is free. */
export interface Output {
  text: string;
  /** The offset at which the current line begins. */
  lineStart: number;
  indent: string;
  /** A line break followed by the indentation. */
  lineBreak: string;
  layout: Layout;
  /** True once `mustBeFlat` met a part that does not read well on one line. */
  overflow: boolean;
  /** The attribute names that lead to the current value, for messages. */
  readonly path: string[];
  /** The arguments of the module that are used. */
  readonly used: Set<string>;
  /** The function that binds each name in scope. */
  bound: Map<string, object> | undefined;
  /** The names of the flake's inputs that are used. */
  inputs: Set<string> | undefined;
  /** The files of the project that expressions name, by path from the folder of the flake. */
  paths: Set<string> | undefined;
  /** The path from the folder of the file to the folder of the flake: `"../../"`. */
  readonly toRoot: string;
  /** The recording that the values were made in. */
  readonly recording: Recording;
  /** Writes any value. */
  readonly value: (out: Output, value: unknown, demanded: Precedence) => void;
  /** True for a value whose lines may begin where the line before ends. */
  readonly hugs: (out: Output, value: unknown, demanded: Precedence) => boolean;
}
