/** Names of machines and instances, and the form that names have. */

/** What names a machine or an instance. */
export interface Named {
  /** The id: `web`, in a cluster `web.north`. */
  readonly name: string;
  readonly shortName: string;
  readonly cluster: string | undefined;
}

/** See {@link knownNames}. */
export interface KnownNames {
  /**
   * What a name may mean: one if it is right, several if it is ambiguous. Written in a cluster, a short name means what that cluster has;
   * elsewhere an id means itself, and a short name what any cluster has.
   */
  readonly find: (name: string, cluster?: string) => readonly string[];
  /** All ids. */
  readonly ids: () => ReadonlySet<string>;
  /** Ids of what has this short name in any cluster. */
  readonly called: (shortName: string) => readonly string[];
  /** All names besides ids that are right in a cluster, or outside of clusters. */
  readonly others: (cluster?: string) => readonly string[];
}

/** What names of one kind may look like. */
export interface NameRule {
  readonly pattern: RegExp;
  /** In words, as a sentence of its own. */
  readonly allowed: string;
}
