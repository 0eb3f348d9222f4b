/** Which differences are causes, and which only follow from others: by the recorded reads of exports, and by settings. */
import { type Contributor, type Evaluated, parseScope } from "@troupe/core";
import type { PartName } from "../compare/parts.ts";
import { sitesOf, type Traced } from "./traced.ts";

/** What does not follow from another difference, as far as that is known. */
export function rootsOf(evaluated: Evaluated, all: readonly Traced[]): readonly Traced[] {
  const inventory = all.filter(({ part }) => part.level === "inventory");
  if (inventory.length > 0) {
    // Members of tags and roles follow from which machines there are.
    const machines = inventory.filter(({ path }) => path[0] === "machines" || path[0] === "meta");
    return machines.length > 0 ? machines : inventory;
  }
  const namesAt = (level: PartName["level"]) => new Set(all.filter(({ part }) => part.level === level).map(({ part }) => part.name));
  const settings = namesAt("settings");
  const exports = namesAt("export");
  const contributorOf = contributors(evaluated);
  const callsOf = ({ definitions }: Traced) => [...new Set(definitions.flatMap(({ site: { origin } }) => origin ?? []))];
  const readsOf = (each: Traced) =>
    callsOf(each).flatMap((origin) =>
      Object.keys(contributorOf(origin)?.reads.exports ?? {}).filter((key) => exports.has(key) && key !== each.part.name),
    );
  const hasSettings = (each: Traced): boolean => callsOf(each).some((origin) => settings.has(settingsName(origin)));
  const followers = dependents(
    new Map(
      all.filter(({ part }) => part.level === "export").map((each) => [each.part.name, hasSettings(each) ? undefined : readsOf(each)]),
    ),
  );
  const follows = (each: Traced): boolean => {
    if (each.part.level === "settings") return false;
    return each.part.level === "export" ? followers.has(each.part.name) : hasSettings(each) || readsOf(each).length > 0;
  };
  const roots = all.filter((each) => !follows(each));
  // What Troupe makes of what somebody wrote says nothing new.
  const written = new Set(roots.filter((each) => sitesOf(each).length > 0).map(({ part }) => part.name));
  return roots.filter((each) => sitesOf(each).length > 0 || !written.has(each.part.name));
}

/** The settings that a call runs with, as the name of a part. */
function settingsName(origin: string): string {
  const { instanceName, roleName, machineName } = parseScope(origin);
  return `${instanceName}/${roleName}/${machineName}`;
}

/** What follows from others: `reads` are who may, undefined for what follows in any case. Those that only follow from each other do not. */
function dependents(reads: ReadonlyMap<string, readonly string[] | undefined>): ReadonlySet<string> {
  const following = new Set([...reads].flatMap(([name, from]) => (from === undefined ? [name] : [])));
  const roots = new Set([...reads].flatMap(([name, from]) => (from?.length === 0 ? [name] : [])));
  for (let before = -1; before !== following.size;) {
    before = following.size;
    for (const [name, from] of reads) if (from?.some((each) => following.has(each) || roots.has(each)) === true) following.add(name);
  }
  return following;
}

/** Who contributes to machines, by the `origin` of their definitions. */
function contributors({ inventory, machine }: Evaluated): (origin: string) => Contributor | undefined {
  const known = new Map<string, ReadonlyMap<string, Contributor>>();
  return (origin) => {
    const name = origin.startsWith("machine ") ? origin.slice("machine ".length) : parseScope(origin).machineName;
    if (!inventory.machines.has(name)) return undefined;
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
