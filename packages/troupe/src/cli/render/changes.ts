/** What a change of the project's files does to its machines; machines that change alike are shown once. */
import { showPath } from "@troupe/modules";
import type { Difference } from "../../project/compare/differences.ts";
import { excerpts } from "../../project/compare/excerpts.ts";
import type { MachineChange } from "../../project/compare/machine-changes.ts";
import type { Terminal } from "../terminal.ts";
import { count, listed, wrap } from "../../text/text.ts";

/** How much is shown: more would not be read. */
const mostGroups = 8;
const mostPaths = 6;

/** All changes, a line for each group of machines and one for each value; empty if there are none. */
export function renderChanges(changes: readonly MachineChange[], terminal: Pick<Terminal, "style" | "width">): string {
  const groups = new Map<string, MachineChange[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.kind, change.differences.map(({ path }) => path)]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  const all = [...groups.values()];
  const shown = all.slice(0, mostGroups).flatMap((group) => renderGroup(group as [MachineChange, ...MachineChange[]], terminal));
  const rest = all.slice(mostGroups).flat();
  return [
    ...shown,
    ...(rest.length > 0 ? [`  and ${count(rest.length, "machine")} more: ${listed(rest.map(({ name }) => name))}`] : []),
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

const isSame = (one: Difference, other: Difference): boolean =>
  JSON.stringify([one.before, one.after]) === JSON.stringify([other.before, other.after]);

function renderDifference(
  { path, before, after }: Difference,
  remark: string,
  { style, width }: Pick<Terminal, "style" | "width">,
): string {
  const shown = showPath(path);
  const [one, other] = excerpts(before, after, Math.max(24, Math.floor((width - shown.length - 12) / 2)));
  const values = one === undefined ? other : other === undefined ? undefined : `${one} → ${other}`;
  const mark = one === undefined ? style("added", "+") : other === undefined ? style("removed", "-") : style("changed", "~");
  const text = values === undefined ? shown : `${shown}: ${values}${remark}`;
  return `    ${mark} ${wrap(text, width - 6, "      ")}`;
}
