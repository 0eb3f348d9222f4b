/**
 * A service as it is written and as others see it, as types. Follows the seeds' clan.service (001, 003) and its living
 * form.
 */
import type { NullOrType, Option, OptionTree, OptionType, Site, SubmoduleType } from "@troupe/modules";
import type { ExportsContract } from "./contract.ts";
import type { FreeForm } from "./exports.ts";
import type { Interface, InterfaceFragment, InterfaceOut } from "./interface.ts";
import type { InstanceContext, MachineContext } from "./service-context.ts";
import type { ServiceResult } from "./result.ts";
import type { ServiceTypes, Roles } from "./service-types.ts";

/** The bounds on the machines and instances of a service. */
export interface Constraints<Role extends string = string> {
  readonly maxInstances?: number;
  readonly roles?: { readonly [K in Role]?: { readonly minMachines?: number; readonly maxMachines?: number } };
}

/** The manifest of a service. */
export interface Manifest<N extends string = string, Role extends string = string> {
  /** The first part of its scopes. */
  readonly name: N;
  readonly description?: string;
  readonly readme?: string;
  readonly categories?: readonly string[];
  readonly constraints?: Constraints<Role>;
}

/** A service as others see it. Its definition is for the evaluation only. */
export interface Service<S extends ServiceTypes = ServiceTypes> {
  readonly "~types": S;
  readonly manifest: Manifest<S["name"]>;
  readonly definition: AnyServiceDefinition;
  readonly site: Site;
}

/** A role as it is written. `O` is its own option tree, `All` those of all roles. */
export interface RoleDefinition<N extends string, All, O, K extends string, E> {
  readonly description?: string;
  /**
   * The options of this role's settings. Knows no machine; JSON Schema is made from it. A list of modules says what a
   * tree of options cannot: options that depend on each other, freeform settings, imports. Their functions are given
   * `meta`; write such a list as a constant of its own (`const options: readonly ModuleLike[] = …`), or the compiler
   * takes the role for one without settings.
   */
  readonly interface?: O & Interface;
  /**
   * True for a role whose members are only seen: they are in `roles` like those of any other, with their settings, but
   * they receive nothing, and perMachine is not called for it. Such a role has no `perInstance` (TRP2012).
   */
  readonly observed?: boolean;
  /** Called once for every instance and machine that has this role. */
  readonly perInstance?: (context: InstanceContext<N, All, K & keyof All, E>) => ServiceResult;
}

/** The type of a contract's values. */
type ContractType<O> = O extends OptionTree
  ? SubmoduleType<O>
  : OptionType<InterfaceFragment<O>, InterfaceFragment<O>, InterfaceOut<O>, true>;

/**
 * The fields that `provides: [contract]` adds to a service's exports: each contract under its name, null where it is
 * not set.
 */
export type Provided<P extends readonly ExportsContract[]> = {
  readonly [C in P[number] as C["name"]]: Option<NullOrType<ContractType<C["options"]>>, true>;
};

/** The exports a service ends up with: free-form only if it declares and provides nothing. */
export type OwnExports<E, P extends readonly ExportsContract[]> = [P[number]] extends [never]
  ? unknown extends E
    ? FreeForm
    : E
  : (unknown extends E ? {} : E) & Provided<P>;

/** A service as it is written: the argument of `defineService`. `Names` are those of its roles. */
export interface ServiceDefinition<N extends string, R, E, P extends readonly ExportsContract[], Names extends string> {
  readonly manifest: Manifest<N, NoInfer<Names>>;
  /** The options of an export value of this service; or a contract, where other services read it. */
  readonly exports?: (E & Interface) | ExportsContract<string, E>;
  /** Shared contracts that exports of this service hold to, besides its own fields. */
  readonly provides?: P;
  /** Contracts this service reads; for documentation and checks. */
  readonly reads?: readonly ExportsContract[];
  readonly roles: { readonly [K in Names]: unknown } & {
    readonly [K in keyof R]: RoleDefinition<N, Roles<R, Names>, R[K], K & string, OwnExports<E, P>>;
  };
  /** Called once for every machine that has any role in any instance. */
  readonly perMachine?: (context: MachineContext<N, Roles<R, Names>, OwnExports<E, P>>) => ServiceResult;
}

/** A service definition whose types are forgotten: what the evaluation works on. */
export interface AnyServiceDefinition {
  readonly manifest: Manifest;
  readonly exports?: Interface | ExportsContract;
  readonly provides?: readonly ExportsContract[];
  readonly reads?: readonly ExportsContract[];
  readonly roles: { readonly [role: string]: AnyRoleDefinition };
  // oxlint-disable-next-line typescript/no-explicit-any -- erased
  readonly perMachine?: (context: any) => ServiceResult;
}

/** A role definition whose types are forgotten. */
export interface AnyRoleDefinition {
  readonly description?: string;
  readonly interface?: Interface;
  readonly observed?: boolean;
  // oxlint-disable-next-line typescript/no-explicit-any -- erased
  readonly perInstance?: (context: any) => ServiceResult;
}
