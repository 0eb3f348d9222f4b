/** The names that a machine goes by: its id, its short name, and the fully qualified one. */
import { remember } from "../remember.ts";

/** What names a machine. */
export interface NamedMachine {
  /** The id: `web`, in a cluster `web.north`. */
  readonly name: string;
  readonly shortName: string;
  readonly cluster: string | undefined;
}

/** See {@link machineNames}. */
export interface MachineNames {
  /**
   * The machines that a name may mean: one if it is right, several if it is ambiguous. Written in a cluster, a short name means that
   * cluster's machine; elsewhere that of any.
   */
  readonly find: (name: string, cluster?: string) => readonly string[];
  /** All ids. */
  readonly ids: () => ReadonlySet<string>;
  /** Ids of machines of this short name in any cluster. */
  readonly called: (shortName: string) => readonly string[];
}

/**
 * The name of a machine under the domain.
 *
 * @example
 * fqdnOf({ shortName: "web", cluster: "north" }, "example.com"); // => "web.north.example.com"
 */
export const fqdnOf = ({ shortName, cluster }: Omit<NamedMachine, "name">, domain: string): string =>
  cluster === undefined ? `${shortName}.${domain}` : `${shortName}.${cluster}.${domain}`;

/** The id of something with a name in a cluster. */
export const idIn = (cluster: string | undefined, name: string): string => (cluster === undefined ? name : `${name}.${cluster}`);

/** The names of these machines. */
export function machineNames(machines: readonly NamedMachine[], domain: string): MachineNames {
  const ids = new Set(machines.map(({ name }) => name));
  let others: { readonly shorts: ReadonlyMap<string, readonly string[]>; readonly fqdns: ReadonlyMap<string, string> } | undefined;
  const index = () =>
    (others ??= { shorts: shortNames(machines), fqdns: new Map(machines.map((each) => [fqdnOf(each, domain), each.name])) });
  const hasClusters = machines.some(({ cluster }) => cluster !== undefined);
  return {
    ids: () => ids,
    called: (shortName) => index().shorts.get(shortName) ?? [],
    find(name, cluster) {
      const exact = ids.has(name);
      if (exact && !hasClusters) return [name];
      const own = idIn(cluster, name);
      if (cluster !== undefined && ids.has(own)) return [own];
      const { shorts, fqdns } = index();
      const fqdn = fqdns.get(name);
      const short = cluster === undefined ? (shorts.get(name) ?? []) : [];
      return [...new Set([...(exact ? [name] : []), ...short, ...(fqdn === undefined ? [] : [fqdn])])];
    },
  };
}

function shortNames(machines: readonly NamedMachine[]): ReadonlyMap<string, readonly string[]> {
  const shorts = new Map<string, string[]>();
  for (const { name, shortName } of machines) remember(shorts, shortName, (): string[] => []).push(name);
  return shorts;
}
