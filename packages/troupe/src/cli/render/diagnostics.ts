/** Renders diagnostics: message, places with their lines, notes, hint. */
import type { Diagnostic, Mark } from "@troupe/modules";
import { grouped } from "./group.ts";
import { type Page, renderPlace, sourceLines } from "./source.ts";
import { count, wrap } from "../../text/text.ts";

const titles = { evaluation: "error", plan: "error", nothing: "warning" } as const;

/** True if a diagnostic blocks the plan. */
export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ blocks }) => blocks !== "nothing");

/** Renders all diagnostics, and a line with their numbers. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], page: Page): string {
  const all = grouped(diagnostics);
  const errors = all.filter(({ blocks }) => blocks !== "nothing").length;
  const warnings = all.length - errors;
  const counts = [
    ...(errors > 0 ? [count(errors, "error")] : []),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
  ].join(", ");
  const blocks = all.map((diagnostic) => renderDiagnostic(diagnostic, page));
  return [...blocks, page.style(errors > 0 ? "bad" : "warning", counts)].join("\n\n");
}

function renderDiagnostic(diagnostic: Diagnostic, page: Page): string {
  const { style, width } = page;
  const title = titles[diagnostic.blocks];
  const head = `${title} ${diagnostic.code}`;
  const lines = [
    `${style(title === "error" ? "bad" : "warning", head)}  ${wrap(diagnostic.message, width, "  ", head.length + 2)}`,
  ];
  for (const mark of diagnostic.marks) lines.push(...renderMark(mark, page));
  for (const note of diagnostic.notes ?? []) lines.push(`  ${wrap(note, width, "    ", 2)}`);
  if (diagnostic.hint !== undefined) lines.push(`  ${style("good", "→")} ${wrap(diagnostic.hint, width, "    ", 4)}`);
  return lines.join("\n");
}

function renderMark({ site, note }: Mark, page: Page): string[] {
  const label = site.label === undefined ? "" : page.style("faint", `  ${site.label}`);
  const value = note === undefined ? "" : `: ${note}`;
  if (site.file === undefined) return site.label === undefined ? [] : [`  at ${site.label}${value}`];
  return [`  at ${renderPlace(site, page.folder)}${value}${label}`, ...sourceLines(site, page)];
}
