/** How an apply or rollback ended, machine by machine. */
import type { MachineResult, Outcome } from "../../deploy/model/result.ts";
import type { Style, Terminal } from "../terminal.ts";
import { shortId } from "./plan.ts";
import { count, listed, wrap } from "../../text/text.ts";

const said: { readonly [Each in Outcome]: { readonly text: string; readonly counted: string; readonly style: Style } } = {
  applied: { text: "applied", counted: "applied", style: "good" },
  "nothing-to-do": { text: "nothing to do", counted: "with nothing to do", style: "faint" },
  refused: { text: "not switched", counted: "not switched", style: "bad" },
  "failed-and-reverted": { text: "failed, and went back to what it ran before", counted: "failed and went back", style: "bad" },
  unconfirmed: { text: "not confirmed: it goes back by itself unless the switch was confirmed", counted: "not confirmed", style: "bad" },
  unreachable: { text: "unreachable, not switched", counted: "unreachable", style: "bad" },
  "not-applied": { text: "not applied by Troupe", counted: "not applied by Troupe", style: "faint" },
};

/** All results, ending with a line that counts them. Machines that had nothing to do are only counted. */
export function renderResults(results: readonly MachineResult[], { style, width }: Pick<Terminal, "style" | "width">): string {
  const lines = results.flatMap(({ machine, outcome, generation, units, off }) => {
    if (outcome === "nothing-to-do") return [];
    const { text, style: how } = said[outcome];
    const runs = generation == null ? "" : `, runs ${shortId(generation)}`;
    return [
      `${style("heading", machine)}  ${style(how, text)}${runs}`,
      ...["stop", "start", "restart", "reload"].flatMap((step) => {
        const names = units.filter((each) => each.step === step).map(({ unit }) => unit);
        return names.length === 0 ? [] : [`  ${wrap(`${step} ${listed(names)}`, width - 2, "    ")}`];
      }),
      ...off.map((each) => `  ${each.unit} of package ${each.package} stays off`),
    ];
  });
  return [...lines, ...(lines.length > 0 ? [""] : []), countResults(results, style)].join("\n");
}

function countResults(results: readonly MachineResult[], style: Terminal["style"]): string {
  if (results.length > 0 && results.every(({ outcome }) => outcome === "nothing-to-do"))
    return `Nothing to do on ${count(results.length, "machine")}.`;
  const counts = Map.groupBy(results, ({ outcome }) => outcome);
  const parts = (Object.keys(said) as Outcome[]).flatMap((outcome) => {
    const number = counts.get(outcome)?.length ?? 0;
    return number === 0 ? [] : [style(said[outcome].style, `${number} ${said[outcome].counted}`)];
  });
  return `${count(results.length, "machine")}: ${parts.join(", ")}.`;
}

/** True if all machines are as they should be. */
export const allWell = (results: readonly MachineResult[]): boolean =>
  results.every(({ outcome }) => ["applied", "nothing-to-do", "not-applied"].includes(outcome));
