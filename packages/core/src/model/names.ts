/** Names of machines and instances, and the form that names have. */

/** The names of a machine or an instance. */
export interface Named {
  /** The id: `web`, in a cluster `web.north`. */
  readonly name: string;
  readonly shortName: string;
  readonly cluster: string | undefined;
}

/** See {@link knownNames}. */
export interface KnownNames {
  /**
   * The ids that a name may mean: several if the name is ambiguous. Written in a cluster, a short name means what that
   * cluster has; elsewhere an id means itself, and a short name what any cluster has.
   */
  readonly find: (name: string, cluster?: string) => readonly string[];
  /** All ids. */
  readonly ids: () => ReadonlySet<string>;
  /** Ids of what has this short name in any cluster. */
  readonly called: (shortName: string) => readonly string[];
  /** All names besides ids that are right in a cluster, or outside of clusters. */
  readonly others: (cluster?: string) => readonly string[];
}

/** The form of names of one kind. */
export interface NameRule {
  readonly pattern: RegExp;
  /** In words, as a sentence of its own. */
  readonly allowed: string;
}
