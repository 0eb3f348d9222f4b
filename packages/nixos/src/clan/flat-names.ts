/** Names without clusters. In Clan the names of machines and instances have no dots. */

/** A machine or an instance, which may belong to a cluster. */
interface Named {
  /** The id: the name, in a cluster `<name>.<cluster>`. */
  readonly name: string;
  readonly cluster?: string | undefined;
}

/** Returns the names in Clan by id: `web.north` is `web-north`. Names outside of clusters stay. */
export function flatNames(all: readonly Named[]): ReadonlyMap<string, string> {
  const taken = new Set(all.flatMap(({ name, cluster }) => (cluster === undefined ? name : [])));
  return new Map(all.map(({ name, cluster }) => [name, cluster === undefined ? name : free(name, cluster)]));

  function free(id: string, cluster: string): string {
    const wanted = `${id.slice(0, -cluster.length - 1)}-${cluster}`;
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
    taken.add(name);
    return name;
  }
}
