/** Renders the results of an apply or a rollback. */
import type { MachineResult, Outcome } from "../../deploy/model/result.ts";
import type { Style, Terminal } from "../terminal.ts";
import { shortId } from "./plan.ts";
import { count, listed, wrap } from "../../text/text.ts";

const outcomeTexts: {
  readonly [Each in Outcome]: { readonly text: string; readonly counted: string; readonly style: Style };
} = {
  applied: { text: "applied", counted: "applied", style: "good" },
  "nothing-to-do": { text: "nothing to do", counted: "with nothing to do", style: "faint" },
  refused: { text: "not switched", counted: "not switched", style: "bad" },
  "failed-and-reverted": {
    text: "failed, and went back to what it ran before",
    counted: "failed and went back",
    style: "bad",
  },
  unconfirmed: {
    text: "not confirmed: it goes back by itself unless the switch was confirmed",
    counted: "not confirmed",
    style: "bad",
  },
  unreachable: { text: "unreachable, not switched", counted: "unreachable", style: "bad" },
  "not-applied": { text: "not applied by Troupe", counted: "not applied by Troupe", style: "faint" },
};

/** Renders each result, and a line with the numbers of outcomes. Machines with nothing to do are counted only. */
export function renderResults(
  results: readonly MachineResult[],
  { style, width }: Pick<Terminal, "style" | "width">,
): string {
  const lines = results.flatMap(({ machine, outcome, generation, units, off }) => {
    if (outcome === "nothing-to-do") return [];
    const { text, style: how } = outcomeTexts[outcome];
    const runs = generation == null ? "" : `, runs ${shortId(generation)}`;
    return [
      `${style("heading", machine)}  ${style(how, text)}${runs}`,
      ...["stop", "start", "restart", "reload"].flatMap((step) => {
        const names = units.filter((unitResult) => unitResult.step === step).map(({ unit }) => unit);
        return names.length === 0 ? [] : [`  ${wrap(`${step} ${listed(names)}`, width - 2, "    ")}`];
      }),
      ...off.map(({ unit, package: name }) => `  ${unit} of package ${name} stays off`),
    ];
  });
  return [...lines, ...(lines.length > 0 ? [""] : []), countResults(results, style)].join("\n");
}

function countResults(results: readonly MachineResult[], style: Terminal["style"]): string {
  if (results.length > 0 && results.every(({ outcome }) => outcome === "nothing-to-do"))
    return `Nothing to do on ${count(results.length, "machine")}.`;
  const counts = Map.groupBy(results, ({ outcome }) => outcome);
  const parts = (Object.keys(outcomeTexts) as Outcome[]).flatMap((outcome) => {
    const number = counts.get(outcome)?.length ?? 0;
    return number === 0 ? [] : [style(outcomeTexts[outcome].style, `${number} ${outcomeTexts[outcome].counted}`)];
  });
  return `${count(results.length, "machine")}: ${parts.join(", ")}.`;
}

/** True if every machine runs its generation. */
export const allWell = (results: readonly MachineResult[]): boolean =>
  results.every(({ outcome }) => ["applied", "nothing-to-do", "not-applied"].includes(outcome));
