/** Strings: in double quotes, or over several lines. */
import { fail } from "@troupe/modules";
import { precedence } from "../expression/expression.ts";
import { type Segment, segments } from "../expression/placeholders.ts";
import { unprintableText } from "../diagnostics.ts";
import type { Output } from "../model/expression.ts";
import { indented, inline, mustBeFlat, width } from "./layout.ts";
import { showPlace } from "./places.ts";

/** Writes a string in the way that reads best. */
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

/** Most strings: nothing in them means anything to Nix, or stands for anything. */
const plain = /^[ !#%-9;-?A-[\]-~]*$/;

/** True for a string that reads better over several lines: one with a line break other than at its end. */
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
  if (!text.isWellFormed()) fail(unprintableText, { place: showPlace(out), problem: "half a character (an unpaired surrogate)" });
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

/** What is interpolated stays on its line if it is no longer than this, braces included, as nixfmt has it. */
const shortest = 33;

function interpolate(out: Output, part: Exclude<Segment, string>): void {
  const { text } = out;
  const write = () => {
    out.text += "${";
    out.value(out, part, precedence.any);
    out.text += "}";
  };
  inline(out, write);
  const isShort = out.text.length - text.length <= shortest;
  if (out.layout !== "lines" || isShort || out.text.length - out.lineStart <= width) return;
  // Lines between the braces are no lines of the text.
  out.text = text;
  write();
}

const special = /["\\\n\r\t]|\$\{/;
const allSpecial = /["\\\n\r\t]|\$\{/g;
const escapes: { readonly [special: string]: string } = {
  '"': String.raw`\"`,
  "\\": String.raw`\\`,
  "\n": String.raw`\n`,
  "\r": String.raw`\r`,
  "\t": String.raw`\t`,
  "${": "\\${",
};

/** The text between the quotes. A dollar sign before something that is interpolated would take its meaning away. */
function quoted(text: string, isBeforeValue: boolean): string {
  const escaped = special.test(text) ? text.replaceAll(allSpecial, (found) => escapes[found]!) : text;
  return isBeforeValue && text.endsWith("$") ? `${escaped.slice(0, -1)}\\$` : escaped;
}

/**
 * True if lines that are moved in together come out as they are: Nix takes away the blanks that all of them begin with, and a last line
 * of blanks alone. Control characters are better seen.
 */
function canBeIndented(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
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

/** A line of a text may be empty, and then has no blanks. */
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

/** The text between the quotes of a string of several lines. What begins with two quotes must not follow a quote. */
function indentedText(text: string, isBeforeValue: boolean): string {
  const isDollarLast = isBeforeValue && text.endsWith("$");
  const body = isDollarLast ? text.slice(0, -1) : text;
  const end = isDollarLast ? "''$" : "";
  if (!body.includes("'") && !body.includes("${")) return body + end;
  return (
    body.replaceAll(/'+|\$\{/g, (found, at: number) => {
      if (found === "${") return "''${";
      const after = at + found.length;
      const isBeforeQuotes = body.startsWith("${", after) || (after === body.length && (isDollarLast || !isBeforeValue));
      if (found.length > 2 || isBeforeQuotes) return String.raw`''\'`.repeat(found.length);
      return found === "''" ? "'''" : found;
    }) + end
  );
}
