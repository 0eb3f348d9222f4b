/**
 * The root differences: those that follow from no other difference, by the recorded reads of exports and by settings.
 */
import type { Contributor, Evaluated } from "@troupe/core";
import { machineOfOrigin, parseOrigin } from "@troupe/core/internal";
import type { PartName } from "../compare/evaluation-parts.ts";
import { sitesOf, type TracedDifference } from "./difference-sites.ts";

/** Returns the differences for which no other difference is known to be the cause. */
export function rootsOf(evaluated: Evaluated, all: readonly TracedDifference[]): readonly TracedDifference[] {
  const inventory = all.filter(({ part }) => part.level === "inventory");
  if (inventory.length > 0) {
    // The members of tags and roles follow from the machines.
    const machines = inventory.filter(({ path }) => path[0] === "machines" || path[0] === "meta");
    return machines.length > 0 ? machines : inventory;
  }
  const namesAt = (level: PartName["level"]) =>
    new Set(all.filter(({ part }) => part.level === level).map(({ part }) => part.name));
  const settings = namesAt("settings");
  const exports = namesAt("export");
  const contributorOf = contributors(evaluated);
  const callsOf = ({ definitions }: TracedDifference) => [
    ...new Set(definitions.flatMap(({ site: { origin } }) => origin ?? [])),
  ];
  const readsOf = (each: TracedDifference) =>
    callsOf(each).flatMap((origin) =>
      Object.keys(contributorOf(origin)?.reads.exports ?? {}).filter(
        (key) => exports.has(key) && key !== each.part.name,
      ),
    );
  const hasSettings = (each: TracedDifference): boolean =>
    callsOf(each).some((origin) => {
      const name = settingsName(origin);
      return name !== undefined && settings.has(name);
    });
  const followers = dependents(
    new Map(
      all
        .filter(({ part }) => part.level === "export")
        .map((each) => [each.part.name, hasSettings(each) ? undefined : readsOf(each)]),
    ),
  );
  const follows = (each: TracedDifference): boolean => {
    if (each.part.level === "settings") return false;
    return each.part.level === "export" ? followers.has(each.part.name) : hasSettings(each) || readsOf(each).length > 0;
  };
  const roots = all.filter((each) => !follows(each));
  // Of a part with differences at the user's definitions, its other differences are made by Troupe and follow.
  const partsWithSites = new Set(roots.filter((each) => sitesOf(each).length > 0).map(({ part }) => part.name));
  return roots.filter((each) => sitesOf(each).length > 0 || !partsWithSites.has(each.part.name));
}

/** Returns the name of the part with the settings of a call; undefined for other origins. */
function settingsName(origin: string): string | undefined {
  const parsed = parseOrigin(origin);
  if (parsed.kind !== "call") return undefined;
  const { instanceName, roleName, machineName } = parsed.scope;
  return `${instanceName}/${roleName}/${machineName}`;
}

/**
 * Returns the names of the parts that follow from others. `reads` has the parts that each part read; undefined for a
 * part that follows in any case. Parts of a circle that reads nothing else do not follow.
 */
function dependents(reads: ReadonlyMap<string, readonly string[] | undefined>): ReadonlySet<string> {
  const following = new Set([...reads].flatMap(([name, from]) => (from === undefined ? [name] : [])));
  const roots = new Set([...reads].flatMap(([name, from]) => (from?.length === 0 ? [name] : [])));
  for (let before = -1; before !== following.size;) {
    before = following.size;
    for (const [name, from] of reads)
      if (from?.some((each) => following.has(each) || roots.has(each)) === true) following.add(name);
  }
  return following;
}

/** Returns a function that finds the contributor to a machine by the `origin` of a definition. */
function contributors({ inventory, machine }: Evaluated): (origin: string) => Contributor | undefined {
  const known = new Map<string, ReadonlyMap<string, Contributor>>();
  return (origin) => {
    const name = machineOfOrigin(origin);
    if (name === undefined || !inventory.machines.has(name)) return undefined;
    if (!known.has(name))
      known.set(
        name,
        new Map(
          machine(name)
            .contributors()
            .map((each) => [each.origin, each]),
        ),
      );
    return known.get(name)!.get(origin);
  };
}
