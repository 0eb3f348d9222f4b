/** Cluster services as types. */
import type { OptionTree, Out, Site } from "@troupe/modules";
import type { Annotations } from "./annotations.ts";
import type { Filter } from "./filters.ts";
import type { ModuleContext, ModuleResult } from "./module.ts";

/**
 * A machine as the definition of a cluster service sees it: its annotations, with the facts that the service asks for.
 */
export type Element<F = {}> = Annotations<Out<F>>;

/** The context of the definition of a cluster service. */
export interface ClusterServiceContext<R, F> {
  /** The selected machines, in byte order of their ids. */
  readonly selectors: readonly Element<F>[];
  /** The machines of every role, selected or not. */
  readonly roles: { readonly [K in keyof R]: readonly Element<F>[] };
  /** The machine whose module is made. */
  readonly this: Element<F>;
}

/**
 * Definitions for machines of one class, beside `definition`, by the key that the class has in cluster services.
 * Platforms add theirs, see {@link MachineClasses}.
 */
// oxlint-disable-next-line typescript/no-unused-vars -- the parameters are for the declarations of platforms
export interface ClassDefinitions<R, F> {}

/** Accepts any key that ends in `Definition` if no platform declares a key. */
type DefinitionsOfClasses<R, F> = [keyof ClassDefinitions<unknown, unknown>] extends [never]
  ? { readonly [key: `${string}Definition`]: (context: ClusterServiceContext<R, F>) => unknown }
  : ClassDefinitions<R, F>;

/** A cluster service as it is written: the argument of {@link defineClusterService}. */
export interface ClusterServiceDefinition<S, R, F> extends DefinitionsOfClasses<R, F> {
  readonly description?: string;
  /** The machines that receive the module: all that any of these filters picks. */
  readonly selectors: S & readonly Filter[];
  /** Named sets of machines that the definition is handed. A machine in a role receives nothing for it. */
  readonly roles?: R & { readonly [role: string]: readonly Filter[] };
  /** The facts that the definition reads, of every machine that it is handed. */
  readonly facts?: F & OptionTree;
  /**
   * Called for each selected machine, when its configuration is worked out. Its result holds for machines of every
   * class.
   */
  readonly definition: (context: ClusterServiceContext<R, F>) => ModuleResult;
  /** More definitions for every selected machine. */
  readonly extraConfig?: ModuleResult | ((context: ModuleContext) => ModuleResult);
}

/** A cluster service whose filters name these machines, tags and clusters. */
export interface ClusterService<M extends string = string, T extends string = string, C extends string = string> {
  readonly selectors: readonly Filter<M, T, C>[];
  readonly roles: { readonly [role: string]: readonly Filter<M, T, C>[] };
  readonly "~clusterService": AnyClusterServiceDefinition;
  readonly site: Site;
}

/** A cluster service, whatever it names. */
// oxlint-disable-next-line typescript/no-explicit-any -- any name
export type AnyClusterService = ClusterService<any, any, any>;

/** A definition whose types are forgotten: what the evaluation works on. */
export interface AnyClusterServiceDefinition {
  readonly description?: string;
  readonly selectors: readonly Filter[];
  readonly roles?: { readonly [role: string]: readonly Filter[] };
  readonly facts?: OptionTree;
  // oxlint-disable-next-line typescript/no-explicit-any -- erased
  readonly definition: (context: any) => unknown;
  readonly extraConfig?: ModuleResult | ((context: ModuleContext) => ModuleResult);
}

/** The result of {@link defineClusterService}, with the names in its filters as types. */
export interface DefinedClusterService<S, R> extends Pick<ClusterService, "~clusterService" | "site"> {
  readonly selectors: S;
  readonly roles: R;
}
