/** Strings: in double quotes on one line, or between `''` over several lines. */
import { fail } from "@troupe/modules";
import { precedence } from "../expression/expression.ts";
import { type Segment, segments } from "../expression/placeholders.ts";
import { unprintableText } from "../diagnostics.ts";
import type { Output } from "../model/expression.ts";
import { indented, inline, mustBeFlat, width } from "./layout.ts";
import { showPlace } from "./places.ts";

/** Writes a string, over several lines if it holds a line break before its end. */
export function writeString(out: Output, text: string): void {
  if (plain.test(text)) {
    out.text += `"${text}"`;
    return;
  }
  if (!hasLines(text) || mustBeFlat(out)) return writeQuoted(out, text);
  const parts = partsOf(out, text);
  const lines = parts.map((part) => (typeof part === "string" ? part : "*")).join("");
  return canBeIndented(lines) ? writeIndented(out, parts) : writeParts(out, parts);
}

/**
 * Strings without characters that Nix escapes and without placeholders. Most strings are such, so they are written
 * without further checks.
 */
const plain = /^[ !#%-9;-?A-[\]-~]*$/;

/** True for a string with a line break before its end, which reads better over several lines. */
export function hasLines(text: string): boolean {
  const first = text.indexOf("\n");
  return first >= 0 && first < text.length - 1;
}

/** Writes a string in double quotes. */
export function writeQuoted(out: Output, text: string): void {
  writeParts(out, partsOf(out, text));
}

function partsOf(out: Output, text: string): readonly Segment[] {
  if (text.includes("\0")) fail(unprintableText, { place: showPlace(out), problem: "a NUL character" });
  if (!text.isWellFormed())
    fail(unprintableText, { place: showPlace(out), problem: "half a character (an unpaired surrogate)" });
  return segments(out, text);
}

function writeParts(out: Output, parts: readonly Segment[]): void {
  out.text += '"';
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]!;
    if (typeof part === "string") out.text += quoted(part, index < parts.length - 1);
    else interpolate(out, part);
  }
  out.text += '"';
}

/** The longest interpolation that nixfmt keeps on its line, braces included. */
const longestInline = 33;

function interpolate(out: Output, part: Exclude<Segment, string>): void {
  const { text } = out;
  const write = () => {
    out.text += "${";
    out.value(out, part, precedence.any);
    out.text += "}";
  };
  inline(out, write);
  const isShort = out.text.length - text.length <= longestInline;
  if (out.layout !== "lines" || isShort || out.text.length - out.lineStart <= width) return;
  // Line breaks between the braces belong to the expression, not to the string.
  out.text = text;
  write();
}

const specialCharacter = /["\\\n\r\t]|\$\{/;
const specialCharacters = /["\\\n\r\t]|\$\{/g;
const escapes: { readonly [special: string]: string } = {
  '"': String.raw`\"`,
  "\\": String.raw`\\`,
  "\n": String.raw`\n`,
  "\r": String.raw`\r`,
  "\t": String.raw`\t`,
  "${": "\\${",
};

/** Escapes text between double quotes. A `$` before an interpolation is escaped, because Nix reads `$${` as text. */
function quoted(text: string, isBeforeValue: boolean): string {
  const escaped = specialCharacter.test(text)
    ? text.replaceAll(specialCharacters, (special) => escapes[special]!)
    : text;
  return isBeforeValue && text.endsWith("$") ? `${escaped.slice(0, -1)}\\$` : escaped;
}

/**
 * True for a text that an indented string preserves. Nix removes the blanks that all lines begin with, and a last line
 * of blanks. Texts with control characters are refused as well, because escapes show these characters.
 */
function canBeIndented(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the expression finds control characters
  if (/[\u0001-\u0008\u000b-\u001f\u007f]/.test(text)) return false;
  const lines = text.split("\n");
  const last = lines.at(-1)!;
  return (last === "" || last.trimStart() !== "") && lines.some((line) => line !== "" && line[0] !== " ");
}

function writeIndented(out: Output, parts: readonly Segment[]): void {
  out.text += "''";
  indented(out, () => {
    newLineOfText(out);
    writeTextLines(out, parts);
  });
  if (out.text.length === out.lineStart) out.text += out.indent;
  out.text += "''";
}

/** Begins a line without indentation, because an empty line of a text has no blanks. */
function newLineOfText(out: Output): void {
  out.text += "\n";
  out.lineStart = out.text.length;
}

function writeTextLines(out: Output, parts: readonly Segment[]): void {
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]!;
    if (typeof part !== "string") {
      if (out.text.length === out.lineStart) out.text += out.indent;
      interpolate(out, part);
      continue;
    }
    const lines = indentedText(part, index < parts.length - 1).split("\n");
    for (let number = 0; number < lines.length; number++) {
      if (number > 0) newLineOfText(out);
      if (lines[number] === "") continue;
      if (out.text.length === out.lineStart) out.text += out.indent;
      out.text += lines[number]!;
    }
  }
}

/**
 * Escapes text of an indented string. An escape that begins with `''` must not follow a quote, so that quotes before it
 * are escaped.
 */
function indentedText(text: string, isBeforeValue: boolean): string {
  const isDollarLast = isBeforeValue && text.endsWith("$");
  const body = isDollarLast ? text.slice(0, -1) : text;
  const end = isDollarLast ? "''$" : "";
  if (!body.includes("'") && !body.includes("${")) return body + end;
  return (
    body.replaceAll(/'+|\$\{/g, (special, at: number) => {
      if (special === "${") return "''${";
      const after = at + special.length;
      const isBeforeQuotes =
        body.startsWith("${", after) || (after === body.length && (isDollarLast || !isBeforeValue));
      if (special.length > 2 || isBeforeQuotes) return String.raw`''\'`.repeat(special.length);
      return special === "''" ? "'''" : special;
    }) + end
  );
}
