/** Names of attributes. */
import type { Output } from "../model/expression.ts";
import { writeQuoted } from "./strings.ts";

const identifier = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/;
const keywords: ReadonlySet<string> = new Set([
  "assert",
  "else",
  "if",
  "in",
  "inherit",
  "let",
  "or",
  "rec",
  "then",
  "with",
]);

/** True for an attribute name that needs no quotes. */
export const isIdentifier = (name: string): boolean => identifier.test(name) && !keywords.has(name);

/** Writes an attribute name, in quotes where the name needs them. */
export function writeKey(out: Output, name: string): void {
  if (isIdentifier(name)) out.text += name;
  else writeQuoted(out, name);
}
