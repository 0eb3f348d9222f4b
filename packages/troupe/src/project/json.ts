/** Parses `inventory.json`, and locates properties in its text. */
import { createRequire } from "node:module";
import { diagnose, type DiagnosticDetails, TroupeError } from "@troupe/modules";
import type { Node, ParseError } from "jsonc-parser";
import { invalidJson } from "./diagnostics.ts";

/** Loads the parser with positions. Only problems need positions, so most commands never load it. */
const parser = (): typeof import("jsonc-parser") => createRequire(import.meta.url)("jsonc-parser") as typeof import("jsonc-parser");

/** A position in a text; line and column begin with 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - start + 1 };
}

const explanations: { readonly [code: string]: string } = {
  InvalidSymbol: "a symbol that JSON does not have",
  InvalidNumberFormat: "a number that is not complete",
  PropertyNameExpected: 'a property name in double quotes is missing (or there is one "," too many)',
  ValueExpected: "a value is missing",
  ColonExpected: 'a ":" is missing',
  CommaExpected: 'a "," is missing',
  CloseBraceExpected: 'a "}" is missing',
  CloseBracketExpected: 'a "]" is missing',
  EndOfFileExpected: "there is something behind the end of the value",
  InvalidCommentToken: "JSON has no comments",
  UnexpectedEndOfComment: "JSON has no comments",
  UnexpectedEndOfString: "a string does not end on the line on which it begins",
  UnexpectedEndOfNumber: "a number is not complete",
  InvalidUnicode: "a \\u escape is not complete",
  InvalidEscapeCharacter: "an escape that JSON does not have",
  InvalidCharacter: "a character that may not stand in a string",
};

/**
 * Parses a JSON text.
 *
 * @throws TRP4002 with line and column, if it is not JSON
 */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new TroupeError([diagnose(invalidJson, ...problemIn(text, file, error as Error))]);
  }
}

/** Explains why a text is not JSON: with the first error of the parser with positions, or else with the message of the engine. */
function problemIn(text: string, file: string, { message }: Error): [{ what: string }, DiagnosticDetails] {
  const { parse, printParseErrorCode } = parser();
  const errors: ParseError[] = [];
  parse(text.replace(/^\uFEFF/, " "), errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const [first] = errors;
  if (first === undefined) return [{ what: message }, { marks: [{ site: { file } }] }];
  const code = printParseErrorCode(first.error);
  // The parser reports a missing character at the next token, or at the end of the text. Users look for it behind the previous token.
  const isMissing = /^(?:Comma|CloseBrace|CloseBracket|Colon|Value)Expected$/.test(code) && text.trim() !== "";
  const offset = isMissing ? endOfPrevious(text, first.offset) : first.offset;
  return [{ what: explanationOf(code, text, first.offset) }, { marks: [{ site: { file, ...positionAt(text, offset) } }] }];
}

function explanationOf(code: string, text: string, offset: number): string {
  const character = text[offset];
  if (text.trim() === "") return "the file is empty";
  if (character === "'") return "texts and names stand in double quotes";
  if (code === "CommaExpected" && character === "}") return explanations["CloseBracketExpected"]!;
  if (code === "CommaExpected" && character === "]") return explanations["CloseBraceExpected"]!;
  return explanations[code] ?? code;
}

function endOfPrevious(text: string, offset: number): number {
  return text.slice(0, offset).trimEnd().length;
}

/** Returns the position of the property or list entry at a pointer in a JSON text, or of the nearest one above. */
export function locateInJson(text: string, pointer: readonly string[]): Position | undefined {
  const root = parser().parseTree(text, [], { disallowComments: true });
  if (root === undefined) return undefined;
  for (let length = pointer.length; length > 0; length--) {
    const node = find(root, pointer.slice(0, length));
    if (node !== undefined) return positionAt(text, (node.parent?.type === "property" ? node.parent : node).offset);
  }
  return undefined;
}

function find(root: Node, pointer: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const key of pointer) {
    if (node === undefined) return undefined;
    node =
      node.type === "array"
        ? // `["jon"]` is short for `{ "jon": {} }`.
          (node.children?.[Number(key)] ?? node.children?.find(({ type, value }) => type === "string" && value === key))
        : parser().findNodeAtLocation(node, [key]);
  }
  return node;
}
