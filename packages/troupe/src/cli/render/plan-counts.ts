/** What a plan comes to, machine by machine: a table of counts. */
import type { Change, MachinePlan } from "../../deploy/model/plan.ts";
import { changeKindOf } from "../../platforms/platforms.ts";
import type { Terminal } from "../terminal.ts";
import { table } from "./table.ts";
import { listed } from "../../text/text.ts";

const changesOf = (machine: MachinePlan, wanted: Change["action"]): number =>
  machine.changes.filter((change) => change.action === wanted && changeKindOf(machine, change).listedApart !== true)
    .length;

const columns: readonly (readonly [heading: string, number: (machine: MachinePlan) => number])[] = [
  ["added", (machine) => changesOf(machine, "add")],
  ["changed", (machine) => changesOf(machine, "change")],
  ["removed", (machine) => changesOf(machine, "remove")],
  ["install", ({ packages }) => packages.install.length],
  ["start", ({ units }) => units.start.length + units.startIfEnabled.length],
  ["stop", ({ units }) => units.stop.length],
  ["restart", ({ units }) => units.restart.length + units.restartIfRunning.length],
  ["reload", ({ units }) => units.reload.length],
  ["restore", ({ drift }) => drift.length],
];

/**
 * A row for all machines with the same counts; columns and machines without any are left out. Undefined if nothing is
 * left.
 */
export function renderCounts(
  machines: readonly MachinePlan[],
  { tableWidth }: Pick<Terminal, "tableWidth">,
): string | undefined {
  const shown = columns.filter(([, number]) => machines.some((machine) => number(machine) > 0));
  const rows = new Map<string, { readonly names: string[]; readonly cells: readonly string[] }>();
  for (const machine of machines) {
    const numbers = shown.map(([, number]) => number(machine));
    if (numbers.every((number) => number === 0)) continue;
    const known = rows.get(numbers.join());
    if (known === undefined)
      rows.set(numbers.join(), {
        names: [machine.machine],
        cells: numbers.map((number) => (number === 0 ? "·" : String(number))),
      });
    else known.names.push(machine.machine);
  }
  if (rows.size === 0) return undefined;
  return table(
    ["machine", ...shown.map(([heading]) => heading)],
    [...rows.values()].map(({ names, cells }) => [listed(names), ...cells]),
    tableWidth,
  );
}
