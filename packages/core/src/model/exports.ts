/** Exports as services write and read them, as types. */
import type { Site } from "@troupe/modules";
import type { InterfaceFragment, InterfaceOut } from "./interface.ts";
import type { ExportsContract } from "./contract.ts";
import type { ParsedScope, Scope, ScopePattern } from "./scope.ts";
import type { Json } from "./json.ts";

/** Stands for the exports of a service that declares none: any JSON value, read as `unknown`. */
export interface FreeForm {
  readonly "~free-form": true;
}

/** The value of one export: the service's own fields, or `unknown` where it declares none. */
export type ExportOut<E> = E extends FreeForm ? unknown : InterfaceOut<E>;

/** One definition of an export value. */
export type ExportFragment<E> = E extends FreeForm ? Json : InterfaceFragment<E>;

/** One export that was found, with its scope. */
export interface Exported<T> {
  readonly scope: ParsedScope;
  readonly key: string;
  readonly value: T;
}

/** A {@link Scope} whose role is one of this service's. */
export interface OwnScope<Role extends string> extends Scope {
  readonly roleName?: Role | undefined;
}

/**
 * The methods to read exports with; every read is recorded. `Role` are the roles of the reading service.
 *
 * Machines and instances may be called by any of their names: ids (`web.north`), short names, which in an instance of a
 * cluster mean what that cluster has, and names under the domain.
 *
 * @throws TRP2304 for names that do not exist, TRP2107 for those that several have
 */
export interface ExportsMethods<E, Role extends string> {
  /**
   * This service's export under exactly this scope (missing parts are empty), or undefined.
   */
  get(scope: OwnScope<Role> & { readonly serviceName?: never }): ExportOut<E> | undefined;
  /**
   * This service's only export that matches, or undefined if there is none.
   * @throws TRP2306 if there are several
   */
  one(pattern: OwnScope<Role> & { readonly serviceName?: never }): Exported<ExportOut<E>> | undefined;
  /** This service's exports that match, in the order of their keys. */
  select(
    pattern?: (OwnScope<Role> & { readonly serviceName?: never }) | ((scope: ParsedScope) => boolean),
  ): readonly Exported<ExportOut<E>>[];
  /** The exports, of any service, that hold to a contract, in the order of their keys. */
  from<C extends ExportsContract>(contract: C, pattern?: ScopePattern): readonly Exported<InterfaceOut<C["options"]>>[];
}

/**
 * The `exports` that services receive: the methods, and the seed's string keys.
 *
 * `exports["kvstore:sessions:primary:"]`: where the role has no export, a key whose machine part alone is empty stands
 * for the one export written by a member of that role; none is `undefined`, several are an error (TRP2306) that lists
 * them.
 *
 * @throws TRP2304 for a key with an unknown service, instance, role or machine, TRP2107 for one with a name that
 *   several have
 */
export type ExportsReader<N extends string, E, Role extends string> = ExportsMethods<E, Role> & {
  readonly [key in `${N}:${string}:${Role | ""}:${string}`]: ExportOut<E> | undefined;
} & {
  readonly [key in `${string}:${string}:${string}:${string}`]: unknown;
};

/** The result of `mkExports`: data with the scope it is published under. */
export interface ExportsRecord {
  readonly "~exports": true;
  readonly key: string;
  readonly value: unknown;
  readonly site: Site;
}

/**
 * The level at which `mkExports` publishes: by default for this role on this machine (`perMachine`: for this machine).
 */
export interface ExportsLevel<L extends string> {
  readonly scope?: L;
}
