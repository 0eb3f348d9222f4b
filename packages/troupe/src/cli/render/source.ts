/** Renders places in files: file, line and column, and the line of the file. */
import { relative } from "node:path";
import type { Site } from "@troupe/modules";
import type { Terminal } from "../terminal.ts";

/** The terminal and the files that texts with places are rendered for. */
export interface Page extends Pick<Terminal, "style" | "width"> {
  /** The folder that paths of files are relative to. */
  readonly folder: string;
  /** Returns the text of a file; undefined if the file cannot be read. */
  readonly readSource: (file: string) => string | undefined;
}

/**
 * Renders a place: `troupe.ts:12:3`. A file outside of `folder` has its absolute path; a place without a file is empty.
 */
export function renderPlace({ file, line, column }: Site, folder: string): string {
  if (file === undefined) return "";
  const short = relative(folder, file);
  const shown = short === "" || short.startsWith("..") ? file : short;
  return [shown, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(":");
}

/** Renders the line of a place, and a line with a caret below the column; nothing for a place without a line. */
export function sourceLines(site: Site, { style, width, readSource }: Page, indent = "  "): string[] {
  const text = lineOf(site, readSource);
  if (text === undefined) return [];
  const { line, column } = site;
  const gutter = `${indent}${String(line).padStart(4)} │ `;
  const room = width - gutter.length;
  const from = firstShown(text.length, room, column ?? 1);
  const rest = text.slice(from);
  const shown = rest.length > room ? `${rest.slice(0, room - 1)}…` : rest;
  const lines = [style("faint", gutter) + (from > 0 ? `…${shown.slice(1)}` : shown)];
  if (column !== undefined && column <= text.length + 1)
    lines.push(
      style("faint", `${" ".repeat(gutter.length - 2)}│ `) + " ".repeat(column - 1 - from) + style("bad", "^"),
    );
  return lines;
}

/**
 * Returns the index of the first shown character of a line: a line that is too long is shown from shortly before the
 * column on.
 */
function firstShown(length: number, room: number, column: number): number {
  if (length <= room || column <= room / 2) return 0;
  return Math.min(column - Math.ceil(room / 3), length + 1 - room);
}

/**
 * Returns the line of a place without its indentation, or the text from the column on if the line is longer than
 * `room`. Empty without a line.
 */
export function sourceExcerpt(site: Site, room: number, readSource: Page["readSource"]): string {
  const text = lineOf(site, readSource);
  if (text === undefined || room < 10) return "";
  const line = text.trim();
  const shown = line.length <= room ? line : text.slice((site.column ?? 1) - 1).trim();
  return shown.length <= room ? shown : `${shown.slice(0, room - 1)}…`;
}

function lineOf({ file, line }: Site, readSource: Page["readSource"]): string | undefined {
  if (file === undefined || line === undefined) return undefined;
  const text = readSource(file)?.split("\n")[line - 1]?.replaceAll("\t", " ").trimEnd();
  return text?.trim() === "" ? undefined : text;
}
