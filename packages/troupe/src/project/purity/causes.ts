/** From everything that differs between two evaluations to what a person should look at: each cause once, without what only follows from it. */
import type { Evaluated } from "@troupe/core";
import { type Diagnostic, diagnose, type Mark, showPath } from "@troupe/modules";
import { excerpts } from "../compare/excerpts.ts";
import { levels } from "../compare/parts.ts";
import { siteLocator } from "../locate.ts";
import { impure } from "./diagnostics.ts";
import { rootsOf } from "./roots.ts";
import type { PartDifference } from "./second.ts";
import { sitesOf, type Traced, traced } from "./traced.ts";

/** One diagnostic for each cause, those that others may follow from first. */
export function impurities(evaluated: Evaluated, found: readonly PartDifference[]): readonly Diagnostic[] {
  const all = found.map(traced);
  const roots = rootsOf(evaluated, all);
  const locate = siteLocator();
  const groups = new Map<string, [Traced, ...Traced[]]>();
  for (const each of (roots.length > 0 ? roots : all).toSorted(byLevel)) {
    const sites = sitesOf(each).map(locate);
    const key = JSON.stringify([
      each.part.level,
      sites.length > 0 ? sites.map(({ file, line, column }) => [file, line, column]) : each.path,
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()].map(diagnosticOf);
}

const byLevel = (a: PartDifference, b: PartDifference): number => levels.indexOf(a.part.level) - levels.indexOf(b.part.level);

function diagnosticOf([first, ...others]: readonly [Traced, ...Traced[]]): Diagnostic {
  const [before, after] = excerpts(first.before, first.after);
  const marks: readonly Mark[] = [...new Map(sitesOf(first).map((site) => [JSON.stringify(site), { site }])).values()].slice(0, 3);
  const parts = [...new Set(others.map(({ part }) => part.name))].filter((name) => name !== first.part.name);
  const paths = [...new Set(others.filter(({ part }) => part.name === first.part.name).map(({ path }) => showPath(path)))];
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
