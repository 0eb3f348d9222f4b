/**
 * Renders the changes of machines after a change of the project's files. Machines with the same changes are shown once.
 */
import { showPath } from "@troupe/modules";
import type { Difference } from "../../project/compare/differences.ts";
import { excerpts } from "../../project/compare/excerpts.ts";
import type { MachineChange } from "../../project/compare/machine-changes.ts";
import type { Terminal } from "../terminal.ts";
import { count, listed, wrap } from "../../text/text.ts";

/** The numbers of groups and of paths that are shown. */
const mostGroups = 8;
const mostPaths = 6;

/** Renders a line for each group of machines and one for each value; empty without changes. */
export function renderChanges(changes: readonly MachineChange[], terminal: Pick<Terminal, "style" | "width">): string {
  const groups = new Map<string, MachineChange[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.kind, change.differences.map(({ path }) => path)]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  const all = [...groups.values()];
  const shown = all
    .slice(0, mostGroups)
    .flatMap((group) => renderGroup(group as [MachineChange, ...MachineChange[]], terminal));
  const rest = all.slice(mostGroups).flat();
  return [
    ...shown,
    ...(rest.length > 0
      ? [`  and ${count(rest.length, "machine")} more: ${listed(rest.map(({ name }) => name))}`]
      : []),
  ].join("\n");
}

function renderGroup(
  group: readonly [MachineChange, ...MachineChange[]],
  { style, width }: Pick<Terminal, "style" | "width">,
): readonly string[] {
  const [first, ...others] = group;
  const names = style("heading", listed(group.map(({ name }) => name)));
  if (first.kind !== "changed") return [`  ${names}  ${style(first.kind, first.kind === "added" ? "new" : "gone")}`];
  const lines = first.differences.slice(0, mostPaths).map((difference, index) => {
    const alike = others.every(({ differences }) => isSame(differences[index]!, difference));
    return renderDifference(difference, alike ? "" : ` (on ${first.name}; each has its own)`, { style, width });
  });
  const rest = first.differences.length - lines.length;
  return [`  ${names}`, ...lines, ...(rest > 0 ? [`    and ${count(rest, "value")} more`] : [])];
}

const isSame = (a: Difference, b: Difference): boolean =>
  JSON.stringify([a.before, a.after]) === JSON.stringify([b.before, b.after]);

function renderDifference(
  { path, before, after }: Difference,
  remark: string,
  { style, width }: Pick<Terminal, "style" | "width">,
): string {
  const shown = showPath(path);
  const [textBefore, textAfter] = excerpts(before, after, Math.max(24, Math.floor((width - shown.length - 12) / 2)));
  const values =
    textBefore === undefined ? textAfter : textAfter === undefined ? undefined : `${textBefore} → ${textAfter}`;
  const mark =
    textBefore === undefined
      ? style("added", "+")
      : textAfter === undefined
        ? style("removed", "-")
        : style("changed", "~");
  const text = values === undefined ? shown : `${shown}: ${values}${remark}`;
  return `    ${mark} ${wrap(text, width - 6, "      ")}`;
}
