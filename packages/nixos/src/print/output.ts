/** Text in the making: lines, indentation, and whether something fits on one line. Strings are immutable, so going back is free. */
import type { Precedence } from "../expression/expression.ts";
import type { Recording } from "../expression/recording.ts";

/** How things are laid out: over several lines, on one line if that reads well, on one line whatever it takes. */
export type Layout = "lines" | "flat" | "inline";

/** What writers write to. */
export interface Output {
  text: string;
  /** Where the current line begins. */
  lineStart: number;
  indent: string;
  /** A line break with the indentation behind it. */
  lineBreak: string;
  layout: Layout;
  /** True once something was met that does not read well on one line. */
  overflow: boolean;
  /** The names that lead to what is being written, for messages. */
  readonly path: string[];
  /** Arguments of the module that are used. */
  readonly used: Set<string>;
  /** What names mean here that functions bind. */
  bound: Map<string, object> | undefined;
  /** The names of all inputs of the flake that are used. */
  inputs: Set<string> | undefined;
  /** The way from the folder of the file to that of the flake: "../../". */
  readonly toRoot: string;
  /** What was recorded while the values were made. */
  readonly recording: Recording;
  /** Writes any value. */
  readonly value: (out: Output, value: unknown, demanded: Precedence) => void;
  /** True for a value whose lines may begin where the line before ends. */
  readonly hugs: (out: Output, value: unknown, demanded: Precedence) => boolean;
}

/** The longest line, as nixfmt has it. */
export const width = 100;

/** Begins a new line. */
export function newline(out: Output): void {
  out.text += out.lineBreak;
  out.lineStart = out.text.length - out.indent.length;
}

/** Writes something further in. */
export function indented(out: Output, write: () => void): void {
  const { indent, lineBreak } = out;
  out.indent = `${indent}  `;
  out.lineBreak = `${lineBreak}  `;
  write();
  out.indent = indent;
  out.lineBreak = lineBreak;
}

/** Writes something on one line, if it fits and reads well so; otherwise writes nothing. */
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

/** Writes something on one line, whatever it takes. */
export function inline(out: Output, write: () => void): void {
  const { layout } = out;
  out.layout = "inline";
  write();
  out.layout = layout;
}

/** Says that what is written now does not read well on one line. True if it has to all the same. */
export function mustBeFlat(out: Output): boolean {
  if (out.layout === "flat") out.overflow = true;
  return out.layout !== "lines";
}
