/** What came of all cases, as a table. */
import { declaredKinds } from "../../scripts/reference/kinds.ts";
import type { Outcome } from "./case.ts";

/** A text for people. `took` is in milliseconds. */
export async function summary(outcomes: readonly Outcome[], took: number): Promise<string> {
  const counts = new Map<string, number>();
  for (const code of outcomes.flatMap(({ codes }) => codes)) counts.set(code, (counts.get(code) ?? 0) + 1);
  const kinds = (await declaredKinds()).map(({ kind }) => kind).filter(({ code }) => /^TRP[12]/.test(code));
  const right = outcomes.filter(({ isRight, failure }) => isRight && failure === undefined).length;
  const failed = outcomes.filter(({ failure }) => failure !== undefined);
  const slowest = outcomes.toSorted((a, b) => b.took - a.took)[0];
  const machines = outcomes.reduce((sum, outcome) => sum + outcome.machines, 0);
  const share = (part: number): string => `${part} (${((100 * part) / Math.max(1, outcomes.length)).toFixed(0)} %)`;
  const never = kinds.filter(({ code }) => !counts.has(code));
  return [
    `evaluations       ${outcomes.length} in ${(took / 1000).toFixed(0)} s, of ${(machines / Math.max(1, outcomes.length)).toFixed(1)} machines on average`,
    `without problems  ${share(right)}`,
    `with problems     ${share(outcomes.length - right - failed.length)}`,
    `failed            ${share(failed.length)}${failed.length > 0 ? `: seeds ${failed.map(({ seed }) => seed).join(", ")}` : ""}`,
    ...(slowest === undefined ? [] : [`slowest           ${slowest.took.toFixed(0)} ms: seed ${slowest.seed}`]),
    "",
    "Problems, by the number of inventories that have them:",
    ...kinds
      .filter(({ code }) => counts.has(code))
      .map(({ code, title }) => `${code} ${String(counts.get(code)).padStart(6)}  ${title}`),
    "",
    never.length === 0 ? "All of the catalogue came up." : "Never came up:",
    ...never.map(({ code, title }) => `${code}         ${title}`),
  ].join("\n");
}
