/** The parameters of a JavaScript function, as its source says them. */
import type { Token } from "./javascript-tokens.ts";

/** A parameter by name, or one that is taken apart: `({ name, value }) => …`. */
export interface Parameter {
  /** The name of the parameter; undefined if it is taken apart. */
  readonly name: string | undefined;
  /** The names that are bound. */
  readonly binds: readonly string[];
  /** True if it has a default, or takes all the rest: neither means anything for values that are not known yet. */
  readonly isSpecial: boolean;
}

/** What stands between the parentheses, and the index of the first token after them. */
export function parameters(found: readonly Token[]): { readonly parameters: readonly Parameter[]; readonly end: number } {
  let at = 0;
  while (at < found.length && found[at]!.text !== "(" && found[at + 1]?.text !== "=>") at++;
  const first = found[at];
  if (first === undefined) return { parameters: [], end: 0 };
  if (first.text !== "(") return { parameters: [{ name: first.text, binds: [first.text], isSpecial: false }], end: at + 1 };
  const made: Parameter[] = [];
  let begin = ++at;
  for (let depth = 0; at < found.length; at++) {
    const { text } = found[at]!;
    if (depth === 0 && (text === "," || text === ")")) {
      if (at > begin) made.push(parameter(found.slice(begin, at)));
      begin = at + 1;
      if (text === ")") break;
    } else if (opening.has(text)) depth++;
    else if (closing.has(text)) depth--;
  }
  return { parameters: made, end: at + 1 };
}

export const opening: ReadonlySet<string> = new Set(["(", "[", "{", "${"]);
export const closing: ReadonlySet<string> = new Set([")", "]", "}", "}$"]);

function parameter(found: readonly Token[]): Parameter {
  const isSpecial = found.some(({ text }) => text === "=" || text === "...");
  const [first] = found;
  if (first?.kind === "name") return { name: first.text, binds: [first.text], isSpecial };
  return { name: undefined, binds: boundNames(found), isSpecial };
}

/** The names that a pattern binds: those that are not followed by a colon. */
export function boundNames(pattern: readonly Token[]): readonly string[] {
  return pattern.filter(({ kind }, index) => kind === "name" && pattern[index + 1]?.text !== ":").map(({ text }) => text);
}
