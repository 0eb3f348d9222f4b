/** Parses `inventory.json`, and locates properties in its text. */
import { createRequire } from "node:module";
import { basename } from "node:path";
import { diagnose, type DiagnosticDetails, fail, type Mark, showPath, TroupeError } from "@troupe/modules";
import type { Node, ParseError } from "jsonc-parser";
import { inexactNumber, invalidJson, nestedTooDeeply, notUtf8, repeatedKey } from "./diagnostics.ts";
import { deepestNesting, scanJson } from "./json-scan.ts";

/** Loads the parser with positions. Only problems need positions, so most commands never load it. */
const parser = (): typeof import("jsonc-parser") =>
  createRequire(import.meta.url)("jsonc-parser") as typeof import("jsonc-parser");

/** A position in a text; line and column begin with 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** Returns a function from offsets in a text to positions, which looks up the line in an index. */
function positionsIn(text: string): (offset: number) => Position {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    let [line, end] = [0, starts.length];
    while (end - line > 1) {
      const middle = (line + end) >>> 1;
      if (starts[middle]! <= offset) line = middle;
      else end = middle;
    }
    return { line: line + 1, column: offset - starts[line]! + 1 };
  };
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
 * Parses the bytes of a JSON file. Refuses bytes that other programs read as another value than a person does, each
 * with its place.
 *
 * @throws TRP4002 if the text is no JSON, TRP4015 to TRP4018 for repeated keys, inexact numbers, bytes that are not
 *   UTF-8, and deep nesting
 */
export function parseJson(bytes: Uint8Array, file: string): unknown {
  const text = decodeUtf8(bytes, file);
  const positionAt = positionsIn(text);
  const markAt = (offset: number): Mark => ({ site: { file, ...positionAt(offset) } });
  const { tooDeepAt, repeatedKeys, inexactNumbers } = scanJson(text);
  if (tooDeepAt !== undefined) fail(nestedTooDeeply, { levels: deepestNesting }, { marks: [markAt(tooDeepAt)] });
  const value = parseText(text, file);
  const problems = [
    ...repeatedKeys.map(({ pointer, offsets }) => {
      const path = showPath(pointer);
      return diagnose(repeatedKey, { path, count: offsets.length }, { path, marks: offsets.map(markAt) });
    }),
    ...inexactNumbers.map(({ pointer, offset, text: number }) =>
      diagnose(inexactNumber, { number }, { path: showPath(pointer), marks: [markAt(offset)] }),
    ),
  ];
  if (problems.length > 0) throw new TroupeError(problems);
  return value;
}

/** Decodes UTF-8, with a space instead of a byte order mark, so that offsets are those of the file. */
function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes).replace(/^\uFEFF/, " ");
  } catch {
    return fail(
      notUtf8,
      { file: basename(file), ...encodingOf(bytes) },
      { marks: [{ site: { file, ...encodingPlace(bytes) } }] },
    );
  }
}

/** Returns the offset of the first byte that begins no character. */
function invalidByte(bytes: Uint8Array): number {
  // The streaming decoder accepts a prefix that ends within a character.
  let [valid, end] = [0, bytes.length + 1];
  while (end - valid > 1) {
    const middle = (valid + end) >>> 1;
    if (isDecoded(bytes.subarray(0, middle), true)) valid = middle;
    else end = middle;
  }
  while (!isDecoded(bytes.subarray(0, valid))) valid--;
  return valid;
}

function isDecoded(bytes: Uint8Array, stream = false): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

const encodingOf = (bytes: Uint8Array): { readonly byte?: number } =>
  isUtf16(bytes) ? {} : { byte: bytes[invalidByte(bytes)]! };

function encodingPlace(bytes: Uint8Array): Position {
  if (isUtf16(bytes)) return { line: 1, column: 1 };
  const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, invalidByte(bytes)));
  return positionsIn(before)(before.length);
}

function parseText(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TroupeError([diagnose(invalidJson, ...problemIn(text, file, error as Error))]);
  }
}

/**
 * Explains why a text is not JSON: with the first error of the parser with positions, or else with the message of the
 * engine.
 */
function problemIn(text: string, file: string, { message }: Error): [{ what: string }, DiagnosticDetails] {
  const { parse, printParseErrorCode } = parser();
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const [first] = errors;
  if (first === undefined) return [{ what: message }, { marks: [{ site: { file } }] }];
  const code = printParseErrorCode(first.error);
  // The parser reports a missing character at the next token, or at the end of the text. Users look for it behind the
  // previous token.
  const isMissing = /^(?:Comma|CloseBrace|CloseBracket|Colon|Value)Expected$/.test(code) && text.trim() !== "";
  const offset = isMissing ? endOfPrevious(text, first.offset) : first.offset;
  return [
    { what: explanationOf(code, text, first.offset) },
    { marks: [{ site: { file, ...positionsIn(text)(offset) } }] },
  ];
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

/**
 * Returns a function from pointers to the position of the property or list entry in a JSON text, or of the nearest one
 * above. It parses the text once.
 */
export function jsonLocator(text: string): (pointer: readonly string[]) => Position | undefined {
  const positionAt = positionsIn(text);
  const children = new WeakMap<Node, ReadonlyMap<string, Node>>();
  let parsed: { readonly root: Node | undefined } | undefined;
  const childOf = (node: Node, key: string): Node | undefined => {
    if (!children.has(node)) children.set(node, childrenByKey(node));
    return children.get(node)!.get(key);
  };
  return (pointer) => {
    parsed ??= { root: parser().parseTree(text, [], { disallowComments: true }) };
    let node = parsed.root;
    let nearest: Node | undefined;
    for (const key of pointer) {
      node = node && childOf(node, key);
      nearest = node ?? nearest;
    }
    return nearest && positionAt((nearest.parent?.type === "property" ? nearest.parent : nearest).offset);
  };
}

/**
 * Indexes the values of an object by key, and those of a list by position and by text, because `["jon"]` is short for
 * `{ "jon": {} }`.
 */
function childrenByKey({ type, children = [] }: Node): ReadonlyMap<string, Node> {
  if (type === "object") {
    return new Map(
      children.flatMap(({ children: [key, value] = [] }) =>
        value === undefined ? [] : [[key!.value as string, value]],
      ),
    );
  }
  if (type !== "array") return new Map();
  const texts = children
    .filter((entry) => entry.type === "string")
    .map((entry) => [entry.value as string, entry] as const);
  return new Map([...texts.toReversed(), ...children.map((entry, index) => [String(index), entry] as const)]);
}
