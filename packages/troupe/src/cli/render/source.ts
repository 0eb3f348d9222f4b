/** Places in files, as people read them: file, line and column, and the line itself. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Site } from "@troupe/modules";
import type { Terminal } from "../terminal.ts";

/** "troupe.ts:12:3"; files inside of `folder` are named relative to it. Empty if there is no file. */
export function shownPlace({ file, line, column }: Site, folder: string): string {
  if (file === undefined) return "";
  const short = relative(folder, file);
  const shown = short === "" || short.startsWith("..") ? file : short;
  return [shown, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(":");
}

/** The line of the file with a caret below the column. */
export function sourceLines(site: Site, { style, width }: Pick<Terminal, "style" | "width">, indent = "  "): string[] {
  const text = lineOf(site);
  if (text === undefined) return [];
  const { line, column } = site;
  const gutter = `${indent}${String(line).padStart(4)} │ `;
  const room = width - gutter.length;
  const from = firstShown(text.length, room, column ?? 1);
  const rest = text.slice(from);
  const shown = rest.length > room ? `${rest.slice(0, room - 1)}…` : rest;
  const lines = [style("faint", gutter) + (from > 0 ? `…${shown.slice(1)}` : shown)];
  if (column !== undefined && column <= text.length + 1)
    lines.push(style("faint", `${" ".repeat(gutter.length - 2)}│ `) + " ".repeat(column - 1 - from) + style("bad", "^"));
  return lines;
}

/** Where the shown part of a line begins: a line that is too long is shown around what matters, with more of what follows it. */
function firstShown(length: number, room: number, column: number): number {
  if (length <= room || column <= room / 2) return 0;
  return Math.min(column - Math.ceil(room / 3), length + 1 - room);
}

/** The line of the file without its indentation, or, where there is no room for it, what stands at the column. Empty if it cannot be had. */
export function sourceExcerpt(site: Site, room: number): string {
  const text = lineOf(site);
  if (text === undefined || room < 10) return "";
  const line = text.trim();
  const shown = line.length <= room ? line : text.slice((site.column ?? 1) - 1).trim();
  return shown.length <= room ? shown : `${shown.slice(0, room - 1)}…`;
}

function lineOf({ file, line }: Site): string | undefined {
  if (file === undefined || line === undefined) return undefined;
  try {
    const text = readFileSync(file, "utf8").split("\n")[line - 1]?.replaceAll("\t", " ").trimEnd();
    return text?.trim() === "" ? undefined : text;
  } catch {
    return undefined;
  }
}
