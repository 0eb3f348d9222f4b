/**
 * The causes of the differences between two evaluations, as diagnostics: one for each cause, without the differences
 * that follow.
 */
import type { Evaluated } from "@troupe/core";
import { type Diagnostic, diagnose, type Mark, showPath } from "@troupe/modules";
import { excerpts } from "../compare/excerpts.ts";
import { levels } from "../compare/evaluation-parts.ts";
import { siteLocator } from "../locate.ts";
import type { PartDifference } from "./comparison.ts";
import { impure } from "./diagnostics.ts";
import { sitesOf, traceDifference, type TracedDifference } from "./difference-sites.ts";
import { rootsOf } from "./roots.ts";

/** Returns one diagnostic for each cause, in the order of the parts' levels. */
export function impurities(evaluated: Evaluated, differences: readonly PartDifference[]): readonly Diagnostic[] {
  const traced = differences.map(traceDifference);
  const roots = rootsOf(evaluated, traced);
  const locate = siteLocator();
  const differencesByCause = new Map<string, [TracedDifference, ...TracedDifference[]]>();
  for (const difference of (roots.length > 0 ? roots : traced).toSorted(byLevel)) {
    const sites = sitesOf(difference).map(locate);
    const places = sites.length > 0 ? sites.map(({ file, line, column }) => [file, line, column]) : difference.path;
    const cause = JSON.stringify([difference.part.level, places]);
    const sameCause = differencesByCause.get(cause);
    if (sameCause === undefined) differencesByCause.set(cause, [difference]);
    else sameCause.push(difference);
  }
  return [...differencesByCause.values()].map(diagnosticOf);
}

const byLevel = (a: PartDifference, b: PartDifference): number =>
  levels.indexOf(a.part.level) - levels.indexOf(b.part.level);

function diagnosticOf([first, ...others]: readonly [TracedDifference, ...TracedDifference[]]): Diagnostic {
  const [before, after] = excerpts(first.before, first.after);
  const marks: readonly Mark[] = [
    ...new Map(sitesOf(first).map((site) => [JSON.stringify(site), { site }])).values(),
  ].slice(0, 3);
  const parts = [...new Set(others.map(({ part }) => part.name))].filter((name) => name !== first.part.name);
  const paths = [
    ...new Set(others.filter(({ part }) => part.name === first.part.name).map(({ path }) => showPath(path))),
  ];
  const notes = [
    ...(paths.length > 0 ? [`Also ${few(paths.map((path) => `\`${path}\``))}.`] : []),
    ...(parts.length > 0 ? [`The same on ${few(parts)}.`] : []),
  ];
  return diagnose(impure, { what: nameOf(first), before, after }, { marks, ...(notes.length > 0 && { notes }) });
}

const few = (names: readonly string[]): string =>
  names.length <= 4 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;

function nameOf({ part: { level, name }, path }: PartDifference): string {
  const shown = `\`${showPath(path)}\``;
  if (level === "inventory") return `${shown} of the inventory`;
  if (level === "export") return path.length === 0 ? `The export ${name}` : `${shown} of the export ${name}`;
  if (level === "machine") return path.length === 0 ? `Machine ${name}` : `${shown} of machine ${name}`;
  const [machine, role, ...instance] = name.split("/").toReversed();
  return `${path.length === 0 ? "The settings" : `Setting ${shown}`} of instance ${instance.toReversed().join("/")}, role ${role}, machine ${machine}`;
}
