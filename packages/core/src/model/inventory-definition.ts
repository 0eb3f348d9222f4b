/**
 * The inventory as it is written in TypeScript: machines, tags and instances checked against the services' own
 * interfaces.
 */
import type { Site } from "@troupe/modules";
import type { FactsDefinition } from "./annotations.ts";
import type { AnyClusterService, ClusterService } from "./cluster-service.ts";
import type { ExtensionValues } from "./extension-values.ts";
import type { Filter } from "./filters.ts";
import type { ClassName } from "./machine-class.ts";
import type { FreeForm } from "./exports.ts";
import type { Json } from "./json.ts";
import type { ModuleContext, ModuleResult } from "./module.ts";
import type { RoleName } from "./service-context.ts";
import type { TypedService } from "./service-types.ts";
import type { Settings, SettingsWithDefaults } from "./settings.ts";

/** The way to reach a machine for `plan` and `apply`. */
export interface DeployDefinition {
  /** `[user@]host[:port]`, as for ssh; `~/.ssh/config` applies. */
  readonly targetHost?: string;
}

/** A machine as it is written. */
export interface MachineDefinition<Tag extends string = string, X = unknown> {
  readonly description?: string;
  /** The class, which says what platform the machine has; by default the first class that the evaluation knows. */
  readonly class?: string;
  readonly tags?: readonly Tag[];
  /** The address for other machines; by default the host part of `deploy.targetHost`. */
  readonly address?: string;
  readonly deploy?: DeployDefinition;
  /** The facts of the machine: `ips` by network interface, and any facts of one's own, for {@link Annotations}. */
  readonly facts?: FactsDefinition;
  /** Its users: definitions of its `users.users`. */
  readonly users?: UsersDefinition;
  /** Values for options that extensions add. */
  readonly extensions?: ExtensionValues<X, "machine">;
  /** Definitions for this machine alone, e.g. `system({ … })`; a function if it reads the machine's own `config`. */
  readonly module?: ModuleResult | ((context: ModuleContext) => ModuleResult);
}

/**
 * The types that belong to the vocabulary of machines. The package that has it adds them (`declare module`), since all
 * machines of a program have one vocabulary: what an extension adds is another matter, see `defineExtension`.
 */
export interface Vocabulary {}

/** Users by name, each with the vocabulary's options of `users.users.<name>`. */
export type UsersDefinition = Vocabulary extends { readonly users: infer Users }
  ? Users
  : { readonly [user: string]: object };

/** The argument of the function of a computed tag. */
export interface TagContext {
  /** All machines with their own tags. */
  readonly machines: {
    readonly [machine: string]: { readonly name: string; readonly class: string; readonly tags: readonly string[] };
  };
  /** The members of the other tags, computed ones included. */
  readonly tags: { readonly [tag: string]: readonly string[] };
}

/** A tag in the inventory's `tags`: machine names, or a function that picks them. */
export type TagDefinition<M extends string = string> = readonly M[] | ((context: TagContext) => readonly string[]);

/** Machines that a filter picks, with the settings of those. */
export interface RoleSelection<
  O,
  M extends string,
  T extends string,
  C extends string,
  I extends string,
> extends SettingsWithDefaults<O> {
  readonly filter: Filter<M, T, C, I>;
}

/** The members of a role in an instance, and their settings. */
export interface RoleAssignment<
  O,
  M extends string,
  T extends string,
  C extends string = string,
  I extends string = string,
> extends SettingsWithDefaults<O> {
  readonly machines?: { readonly [K in M]?: Settings<O> } | readonly M[];
  readonly tags?: { readonly [K in T]?: SettingsWithDefaults<O> } | readonly T[];
  /** Filters, for what machines and tags cannot say; a machine that several pick is a member once. */
  readonly select?: readonly RoleSelection<O, M, T, C, I>[];
  /** Definitions for every member's configuration, as `perInstance` returns them. */
  readonly extraModules?: readonly (ModuleResult | ((context: ModuleContext) => ModuleResult))[];
}

/** The roles of one instance. */
export type RoleAssignments<
  R,
  M extends string,
  T extends string,
  C extends string = string,
  I extends string = string,
> = {
  readonly [K in keyof R]?: RoleAssignment<R[K], M, T, C, I>;
};

/** One use of a service. */
export interface InstanceDefinition<
  N extends string,
  R,
  M extends string,
  T extends string,
  C extends string = string,
  X = unknown,
  I extends string = string,
> {
  /** The name under which the service stands in `services`. */
  readonly service: N;
  readonly roles?: RoleAssignments<R, M, T, C, I>;
  /** Values for options that extensions add. */
  readonly extensions?: ExtensionValues<X, "service">;
}

/** One member per service; the union is told apart by the literal `service`. */
type InstanceOf<S, M extends string, T extends string, C extends string, X, I extends string> = {
  [N in RoleName<S>]: S[N] extends TypedService ? InstanceDefinition<N, S[N]["~types"]["roles"], M, T, C, X, I> : never;
}[RoleName<S>];

/** The names of services in filters, which stand for all their instances. */
type ServiceNames<S> = Extract<
  { [N in keyof S]: S[N] extends TypedService ? S[N]["~types"]["name"] : never }[keyof S],
  string
>;

/** Names of instances of clusters, which the types do not know yet. */
type InClusters<C extends string> = [C] extends [never] ? never : `${string}.${string}`;

/** All instances of an inventory, or of a cluster: `I`, beside those that are `Known` already. */
export type Instances<
  S,
  M extends string,
  T extends string,
  C extends string = string,
  X = unknown,
  I extends string = string,
  Known extends string = never,
> = {
  readonly [instance in I]: InstanceOf<S, M, T, C, X, NoInfer<I | Known> | ServiceNames<S> | InClusters<C>>;
};

/** A cluster as it is written before its instances. `Members` are its machines. */
export interface ClusterDefinition<Members, T extends string = string, X = unknown> {
  readonly description?: string;
  readonly machines?: { readonly [K in keyof Members]: MachineDefinition<T, X> };
  /** Facts of every machine of the cluster. */
  readonly facts?: FactsDefinition;
  /** Users of every machine of the cluster. */
  readonly users?: UsersDefinition;
  /** Definitions for every machine of the cluster, e.g. `system({ … })`. */
  readonly module?: ModuleResult | ((context: ModuleContext) => ModuleResult);
  /** Values for options that extensions add. */
  readonly extensions?: ExtensionValues<X, "cluster">;
  /**
   * Services of the cluster; names in their filters are checked when the inventory is evaluated, those in
   * `.clusters(…)` by the compiler.
   */
  readonly services?: { readonly [service: string]: AnyClusterService };
}

/** The clusters, from which the tags of their machines are inferred. */
interface TaggedClusters<T extends string, X> {
  readonly [cluster: string]: ClusterDefinition<{ readonly [machine: string]: unknown }, T, X>;
}

/**
 * The instances and services of clusters, whose names are checked against the inventory. `Clusters` has the machines of
 * each.
 */
export type ClusterUses<S, Clusters, M extends string, T extends string, X = unknown> = {
  readonly [K in keyof Clusters]?: {
    /** The cluster's own instances of services: known elsewhere as `<name>.<cluster>`. */
    readonly instances?: Instances<S, M | Names<Clusters[K]>, T, Names<Clusters>, X>;
    /** Services written for this cluster. */
    readonly services?: { readonly [service: string]: ClusterService<M | Names<Clusters[K]>, T, Names<Clusters>> };
  };
};

type Names<R> = Extract<keyof R, string>;

/** The names of machines of clusters: short, and with their cluster. */
export type ClusterMachineNames<Clusters> = {
  [K in Names<Clusters>]: Names<Clusters[K]> | `${Names<Clusters[K]>}.${K}`;
}[Names<Clusters>];

/** Names with the domain behind them. */
export type Qualified<M extends string, Domain extends string> = string extends Domain
  ? never
  : M extends unknown
    ? `${M}.${Domain}`
    : never;

/** The tags that exist without a declaration. */
export type ComputedTag = "all" | ClassName;

/** The type of an `inventory.json`: only the names of its machines, tags and instances. */
export interface InventoryJson {
  readonly machines?: { readonly [machine: string]: unknown };
  readonly tags?: { readonly [tag: string]: unknown };
  readonly instances?: { readonly [instance: string]: unknown };
}

type KeysOf<J, Part extends keyof InventoryJson> = J extends { readonly [K in Part]: infer Names }
  ? Extract<keyof Names, string>
  : never;

/** Names of the machines in an `inventory.json`. */
export type JsonMachines<J> = KeysOf<J, "machines">;

/** Names of the tags in the `tags` of an `inventory.json`. */
export type JsonTags<J> = KeysOf<J, "tags">;

/** Names of the instances in an `inventory.json`. */
export type JsonInstances<J> = KeysOf<J, "instances">;

/**
 * The inventory without its instances. `M`, `T`, `D`: names of machines, of tags they carry, of declared tags; `C`,
 * `CT`: machines of clusters, and their tags.
 */
export interface InventoryDefinition<
  S,
  M extends string,
  T extends string,
  D extends string,
  J,
  C = {},
  CT extends string = never,
  Domain extends string = string,
  X = unknown,
> {
  /** `domain` is what the names of clusters and machines stand under: `host2.cluster4.example.com`. */
  readonly meta?: { readonly name?: string; readonly domain?: Domain; readonly description?: string };
  /** The extensions of packages: options and commands. */
  readonly extensions?: X;
  /** The services that instances may use, by the name they use. */
  readonly services?: S;
  /** Collections of services that JSON may name in `module: { input, name }`. */
  readonly inputs?: { readonly [input: string]: { readonly [service: string]: TypedService } };
  readonly machines?: { readonly [K in M]: MachineDefinition<T, X> };
  /**
   * Groups of machines with names and services of their own: a machine `web` of cluster `north` is known as
   * `web.north`.
   */
  readonly clusters?: { readonly [K in keyof C]: ClusterDefinition<C[K], CT, X> } & TaggedClusters<CT, X>;
  /** Tags by their members, or by a function. `[]` declares one that is still empty. */
  readonly tags?: { readonly [K in D]: TagDefinition<NoInfer<M | JsonMachines<J> | ClusterMachineNames<C>>> };
  /** Exports that no service writes (`":::"`, `":::machine"`), and overrides (`mkForce`) of those that one does. */
  readonly exports?: { readonly [scope: string]: FreeForm | Json | object };
  /** The imported `inventory.json`, if there is one: its machines and tags become known to the types. */
  readonly json?: J;
}

/** The definitions of an inventory as they were written, with their places; what the evaluation works on. */
export interface InventoryParts {
  readonly definition: { readonly [key: string]: unknown };
  readonly definitionSite: Site;
  readonly instances: { readonly [instance: string]: unknown };
  readonly instancesSite: Site;
}

/**
 * The default export of `troupe.ts`. It does not keep the types of services: with fifty services the full type exceeds
 * the limit of a declaration file, and no later code needs it.
 */
export interface Inventory<M extends string = string> {
  readonly "~inventory": readonly InventoryParts[];
  /** Only for the types. */
  readonly machineNames?: M;
}
