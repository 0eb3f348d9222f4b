/** Names without clusters: Clan has one name for each machine and each instance, and no dots in them. */

/** What may belong to a cluster. */
interface Named {
  /** Its id. */
  readonly name: string;
  readonly cluster?: string | undefined;
}

/** The name of each in Clan, by id: `web.north` is `web-north`. Those outside of clusters keep their names. */
export function flatNames(all: readonly Named[]): ReadonlyMap<string, string> {
  const taken = new Set(all.flatMap(({ name, cluster }) => (cluster === undefined ? name : [])));
  return new Map(all.map(({ name, cluster }) => [name, cluster === undefined ? name : free(name, cluster)]));

  function free(name: string, cluster: string): string {
    const wanted = `${name.slice(0, -cluster.length - 1)}-${cluster}`;
    let found = wanted;
    for (let number = 2; taken.has(found); number++) found = `${wanted}-${number}`;
    taken.add(found);
    return found;
  }
}
