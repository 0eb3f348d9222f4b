/** Problems as people read them: what, where with the line itself, and what to do. */
import type { Diagnostic, Mark } from "@troupe/modules";
import type { Terminal } from "../terminal.ts";
import { grouped } from "./group.ts";
import { shownPlace, sourceLines } from "./source.ts";
import { count, wrap } from "../../text/text.ts";

const titles = { evaluation: "error", plan: "error", nothing: "warning" } as const;

/** True if any of them stops a plan. */
export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ blocks }) => blocks !== "nothing");

/** All problems, and a line that counts them. `folder` is what files are named relative to. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], terminal: Pick<Terminal, "style" | "width">, folder: string): string {
  const all = grouped(diagnostics);
  const errors = all.filter(({ blocks }) => blocks !== "nothing").length;
  const warnings = all.length - errors;
  const counts = [...(errors > 0 ? [count(errors, "error")] : []), ...(warnings > 0 ? [count(warnings, "warning")] : [])].join(", ");
  const blocks = all.map((each) => renderDiagnostic(each, terminal, folder));
  return [...blocks, terminal.style(errors > 0 ? "bad" : "warning", counts)].join("\n\n");
}

function renderDiagnostic(diagnostic: Diagnostic, { style, width }: Pick<Terminal, "style" | "width">, folder: string): string {
  const title = titles[diagnostic.blocks];
  const head = `${title} ${diagnostic.code}`;
  const lines = [`${style(title === "error" ? "bad" : "warning", head)}  ${wrap(diagnostic.message, width, "  ", head.length + 2)}`];
  for (const mark of diagnostic.marks) lines.push(...renderMark(mark, style, width, folder));
  for (const note of diagnostic.notes ?? []) lines.push(`  ${wrap(note, width, "    ", 2)}`);
  if (diagnostic.hint !== undefined) lines.push(`  ${style("good", "→")} ${wrap(diagnostic.hint, width, "    ", 4)}`);
  return lines.join("\n");
}

function renderMark({ site, note }: Mark, style: Terminal["style"], width: number, folder: string): string[] {
  const label = site.label === undefined ? "" : style("faint", `  ${site.label}`);
  const value = note === undefined ? "" : `: ${note}`;
  if (site.file === undefined) return site.label === undefined ? [] : [`  at ${site.label}${value}`];
  return [`  at ${shownPlace(site, folder)}${value}${label}`, ...sourceLines(site, { style, width })];
}
