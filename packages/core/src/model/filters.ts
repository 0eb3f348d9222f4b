/** Filters, and the machines, tags and clusters that they are resolved against. */
import type { Annotations } from "./annotations.ts";
import type { DiagnosticKind, JsonSchema } from "@troupe/modules";
import type { KnownNames } from "./names.ts";

/** A machine as the function of a filter sees it: its annotations and tags. */
export interface FilterMachine extends Annotations {
  /** All its tags, computed ones included. */
  readonly tags: readonly string[];
}

/**
 * A filter over machines, tags, clusters and instances of these names. In a cluster it picks among that cluster's
 * machines, unless it names others (`hostname`, `clusterMachines`) or stands in {@link anyCluster}.
 */
export type Filter<
  M extends string = string,
  T extends string = string,
  C extends string = string,
  I extends string = string,
> =
  | { readonly hostname: M }
  | { readonly clusterMachines: C | true }
  | { readonly tag: T }
  | { readonly machineClass: string }
  | { readonly service: I }
  | { readonly all: true }
  | { readonly and: readonly Filter<M, T, C, I>[] }
  | { readonly or: readonly Filter<M, T, C, I>[] }
  | { readonly not: Filter<M, T, C, I> }
  | { readonly anyCluster: Filter<M, T, C, I> }
  | { readonly where: (machine: FilterMachine) => boolean };

/** The names of all kinds of filters: the keys of {@link Filter}. */
export type FilterName = Filter extends infer F ? (F extends unknown ? keyof F : never) : never;

/** The machines, tags, clusters and instances that filters are resolved against. */
export interface FilterWorld {
  readonly names: KnownNames;
  /** In byte order, as all names here. */
  readonly machines: ReadonlyMap<string, { readonly class: string; readonly cluster: string | undefined }>;
  readonly tags: ReadonlyMap<string, readonly string[]>;
  readonly classes: readonly string[];
  /** The machines of every cluster. */
  readonly clusters: ReadonlyMap<string, readonly string[]>;
  readonly instances: KnownNames;
  /** The instances of every service, by its name. */
  readonly instancesOf: () => ReadonlyMap<string, readonly { readonly name: string }[]>;
  /** The members of an instance, by its id. */
  readonly membersOf: (instance: string) => Iterable<string>;
  readonly facts: (machine: string) => FilterMachine;
}

/** The place of a filter. */
export interface FilterPlace {
  /** "role server of instance web", "--on". */
  readonly where: string;
  /** The cluster that it stands in. */
  readonly cluster?: string | undefined;
  /** The hint for a name that does not exist. */
  readonly nearest: (wrong: string, names: Iterable<string>) => string | undefined;
  /** Reports a problem; `below` is where it is within the filter. */
  readonly report: <P>(kind: DiagnosticKind<P>, params: P, hint?: string, below?: readonly string[]) => void;
  /** Runs a function of the user; undefined, and reported, if it fails. */
  readonly guard: <T>(run: () => T) => T | undefined;
}

/** The context in which a filter is resolved. */
export interface FilterContext {
  readonly world: FilterWorld;
  readonly place: FilterPlace;
  /** The machines that are there to be picked. */
  readonly universe: ReadonlySet<string>;
  /** Undefined outside of clusters, and where a filter looks beyond its own. */
  readonly cluster: string | undefined;
  /** The context of a part of the filter. */
  readonly at: (...below: readonly string[]) => FilterContext;
  /** Resolves a filter within this one; `below` is its path. */
  readonly resolve: (filter: unknown, ...below: readonly string[]) => ReadonlySet<string>;
  /** Resolves a filter against the whole inventory. */
  readonly resolveAnywhere: (filter: unknown) => ReadonlySet<string>;
}

/** One kind of filter. */
export interface FilterKind<V = never> {
  readonly accepts: (value: unknown) => boolean;
  /** The accepted values, in words. */
  readonly expects: string;
  readonly resolve: (value: V, context: FilterContext) => Iterable<string>;
  /** The schema of its value, given those of a filter and of names; undefined if JSON cannot hold it. */
  readonly schema?: (schemas: FilterSchemas) => JsonSchema;
  /** The form of the filter on command lines; undefined if it has none. */
  readonly syntax?: FilterSyntax;
  /**
   * The filter as text. `inner` shows a filter within it, in parentheses if that binds less strongly than `strength`.
   */
  readonly show: (value: V, inner: (filter: unknown, strength: number) => string) => string;
}

/**
 * The text of one kind of filter: a name behind a prefix, or other filters with an operator. A strong operator binds
 * before a weak one.
 */
export type FilterSyntax =
  | { readonly form: "name"; readonly prefix: string }
  | { readonly form: "before"; readonly operators: readonly string[]; readonly strength: number }
  | { readonly form: "between"; readonly operators: readonly string[]; readonly strength: number };

/** The schemas that the schema of a filter refers to. */
export interface FilterSchemas {
  readonly filter: JsonSchema;
  readonly machine: JsonSchema;
  readonly tag: JsonSchema;
  readonly cluster: JsonSchema;
  readonly machineClass: JsonSchema;
}
