/** Names of attributes. */
import type { Output } from "../model/expression.ts";
import { writeQuoted } from "./strings.ts";

const identifier = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/;
const keywords: ReadonlySet<string> = new Set(["assert", "else", "if", "in", "inherit", "let", "or", "rec", "then", "with"]);

/** True for what needs no quotes as the name of an attribute. */
export const isIdentifier = (name: string): boolean => identifier.test(name) && !keywords.has(name);

/** Writes the name of an attribute, in quotes where it needs them. */
export function writeKey(out: Output, name: string): void {
  if (isIdentifier(name)) out.text += name;
  else writeQuoted(out, name);
}
