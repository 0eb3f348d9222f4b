/** The names that machines and instances go by: the id, the short name, and the fully qualified one. */
import { fail } from "@troupe/modules";
import { ambiguousName } from "../diagnostics.ts";
import { isNear } from "../names.ts";
import { memoize } from "../memoize.ts";
import type { Named, KnownNames } from "../model/names.ts";

/**
 * The name of a machine under the domain.
 *
 * @example
 * fqdnOf({ shortName: "web", cluster: "north" }, "example.com"); // => "web.north.example.com"
 */
export const fqdnOf = ({ shortName, cluster }: Omit<Named, "name">, domain: string): string =>
  cluster === undefined ? `${shortName}.${domain}` : `${shortName}.${cluster}.${domain}`;

/** The id of something with a name in a cluster. */
export const idIn = (cluster: string | undefined, name: string): string =>
  cluster === undefined ? name : `${name}.${cluster}`;

/** The names of these machines, or of these instances. */
export function knownNames(named: readonly Named[], domain: string): KnownNames {
  const ids = new Set(named.map(({ name }) => name));
  let others:
    | { readonly shorts: ReadonlyMap<string, readonly string[]>; readonly fqdns: ReadonlyMap<string, string> }
    | undefined;
  const index = () =>
    (others ??= { shorts: shortNames(named), fqdns: new Map(named.map((each) => [fqdnOf(each, domain), each.name])) });
  const hasClusters = named.some(({ cluster }) => cluster !== undefined);
  return {
    ids: () => ids,
    called: (shortName) => index().shorts.get(shortName) ?? [],
    others(cluster) {
      const { shorts, fqdns } = index();
      const isRight = ([name, { length }]: readonly [string, readonly string[]]) =>
        cluster === undefined ? length === 1 : ids.has(idIn(cluster, name));
      return [...[...shorts].filter(isRight).map(([name]) => name), ...fqdns.keys()];
    },
    find(name, cluster) {
      const exact = ids.has(name);
      if (exact && !hasClusters) return [name];
      const own = idIn(cluster, name);
      if (cluster !== undefined && ids.has(own)) return [own];
      const { shorts, fqdns } = index();
      const fqdn = fqdns.get(name);
      const others = exact ? [name] : cluster === undefined ? (shorts.get(name) ?? []) : [];
      return [...new Set([...others, ...(fqdn === undefined ? [] : [fqdn])])];
    },
  };
}

function shortNames(named: readonly Named[]): ReadonlyMap<string, readonly string[]> {
  const shorts = new Map<string, string[]>();
  for (const { name, shortName } of named) memoize(shorts, shortName, (): string[] => []).push(name);
  return shorts;
}

/**
 * The id that a name in code means; undefined if nothing is called that. An id is meant as it stands, also in a
 * cluster: code has it from `roles` or a scope.
 *
 * @throws TRP2107 if there are several. `where` is what names it.
 */
export function idCalled(
  names: KnownNames,
  name: string,
  cluster: string | undefined,
  where: string,
): string | undefined {
  if (names.ids().has(name)) return name;
  const found = names.find(name, cluster);
  if (found.length > 1) fail(ambiguousName, { name, where, candidates: found });
  return found[0];
}

/** The place of a name that no machine or instance has. */
export interface WrongName {
  readonly cluster: string | undefined;
  /** "Machines", "Instances". */
  readonly things: string;
  readonly nearest: (wrong: string, names: Iterable<string>) => string | undefined;
  /** The ids to propose; by default those of the known names. */
  readonly ids?: Iterable<string>;
}

/** The hint for a name that nothing has: what may have been meant, by any name that would be right there. */
export function nameHint(
  names: KnownNames,
  name: string,
  { cluster, things, nearest, ids = names.ids() }: WrongName,
): string | undefined {
  const elsewhere = names.called(name);
  if (elsewhere.length > 0) return `${things} of other clusters are named with their cluster: ${elsewhere.join(", ")}.`;
  const near = nearest(name, names.others(cluster));
  return isNear(near) ? near : nearest(name, ids);
}
