/** The layout of printed text: lines, indentation, and whether a part fits on one line. */
import type { Output } from "../model/expression.ts";

/** The length of the longest line, as nixfmt has it. */
export const width = 100;

/** Begins a new line. */
export function newline(out: Output): void {
  out.text += out.lineBreak;
  out.lineStart = out.text.length - out.indent.length;
}

/** Runs `write` with two more blanks of indentation. */
export function indented(out: Output, write: () => void): void {
  const { indent, lineBreak } = out;
  out.indent = `${indent}  `;
  out.lineBreak = `${lineBreak}  `;
  write();
  out.indent = indent;
  out.lineBreak = lineBreak;
}

/**
 * Runs `write` on one line. Restores the output and returns false if the text does not fit or does not read well on one
 * line.
 */
export function fits(out: Output, write: () => void): boolean {
  if (out.layout !== "lines") {
    write();
    return true;
  }
  const { text, lineStart } = out;
  out.layout = "flat";
  out.overflow = false;
  write();
  out.layout = "lines";
  if (!out.overflow && out.text.length - out.lineStart < width) return true;
  out.text = text;
  out.lineStart = lineStart;
  return false;
}

/** Runs `write` on one line, however long the line gets. */
export function inline(out: Output, write: () => void): void {
  const { layout } = out;
  out.layout = "inline";
  write();
  out.layout = layout;
}

/**
 * Sets `overflow`, because the current part does not read well on one line. Returns true if the layout demands one line
 * all the same.
 */
export function mustBeFlat(out: Output): boolean {
  if (out.layout === "flat") out.overflow = true;
  return out.layout !== "lines";
}
