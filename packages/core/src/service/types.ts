/** What a service's callbacks receive and return, as types. Follows the seeds' clan.service (001, 003) and its living form. */
import type { NullOrType, Option, ModuleLike, OptionTree, OptionType, Site, SubmoduleType } from "@troupe/modules";
import type { ExportsContract } from "../exports/contract.ts";
import type { Interface, InterfaceFragment, InterfaceOut } from "../interface.ts";
import type { ParsedScope, ScopePattern, Scope } from "../exports/scope.ts";

/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Stands for the exports of a service that declares none: any JSON value, read as `unknown`. */
export interface FreeForm {
  readonly "~free-form": true;
}

/** The value of one export: the service's own fields, or `unknown` where it declares none. */
export type ExportOut<E> = E extends FreeForm ? unknown : InterfaceOut<E>;
/** One definition of an export value. */
export type ExportFragment<E> = E extends FreeForm ? Json : InterfaceFragment<E>;

/** A machine as services see it. */
export interface MachineView<Role extends string = string> {
  readonly name: string;
  readonly class: string;
  /** All its tags, computed ones included, sorted. */
  readonly tags: readonly string[];
  /** `perInstance`: its roles in this instance; `perMachine`: in all instances of the service. Sorted. */
  readonly roles: readonly Role[];
  /**
   * Its `address`, else the host part of its `deploy.targetHost`.
   * @throws TRP2105 when read, if it has neither
   */
  readonly address: string;
}

/** A member of a role, with the settings that hold for it there. */
export interface RoleMember<O> {
  readonly name: string;
  readonly tags: readonly string[];
  /** As {@link MachineView.address}. */
  readonly address: string;
  readonly settings: InterfaceOut<O>;
}

/** A role of an instance: its members, and its settings without those of any machine. */
export interface RoleView<O> {
  readonly machines: { readonly [machine: string]: RoleMember<O> };
  readonly settings: InterfaceOut<O>;
}

/** Every role of the service, also those that nobody has. */
export type RolesView<R> = { readonly [K in keyof R]: RoleView<R[K]> };

/** The names of the roles. */
export type RoleName<R> = Extract<keyof R, string>;

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

/** The methods to read exports with; every read is recorded. `Role` are the roles of the reading service. */
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
 * What services receive as `exports`: the methods, and the seed's string keys.
 *
 * `exports["kvstore:sessions:primary:"]`: where nobody wrote at role level, a key whose machine part alone is empty stands for the one
 * export written by a member of that role; none is `undefined`, several are an error (TRP2306) that lists them.
 *
 * @throws TRP2304 for a key with an unknown service, instance, role or machine
 */
export type ExportsReader<N extends string, E, Role extends string> = ExportsMethods<E, Role> & {
  readonly [key in `${N}:${string}:${Role | ""}:${string}`]: ExportOut<E> | undefined;
} & {
  readonly [key in `${string}:${string}:${string}:${string}`]: unknown;
};

/** What `mkExports` returns: data with the scope it is published under. */
export interface ExportsRecord {
  readonly "~exports": true;
  readonly key: string;
  readonly value: unknown;
  readonly site: Site;
}

/** How wide `mkExports` publishes: by default for this role on this machine (`perMachine`: for this machine). */
export interface ExportsLevel<L extends string> {
  readonly scope?: L;
}

/** What the inventory says about itself. */
export interface Meta {
  readonly name: string;
  readonly domain: string;
  readonly description?: string | undefined;
}

/** What `perInstance` receives. `R`: the option trees of the roles; `K`: this role; `E`: the exports. */
export interface InstanceContext<N extends string, R, K extends keyof R, E> {
  readonly instanceName: string;
  /** The name of this role. */
  readonly roleName: K & string;
  /** This machine's settings in this role of this instance. */
  readonly settings: InterfaceOut<R[K]>;
  /**
   * The same settings with one more definition of them, for this call alone: nobody else sees it.
   *
   * Its priority counts as everywhere: `mkDefault` gives way to what the inventory says, `mkForce` wins over it. A list of modules may
   * declare further options.
   *
   * @example
   * const web = defineService({
   *   manifest: { name: "web" },
   *   roles: {
   *     server: {
   *       interface: { listen: option(t.str, { default: "localhost" }) },
   *       perInstance: ({ extendSettings, machine }) => {
   *         const settings = extendSettings({ listen: mkDefault(machine.address) });
   *         return { module: system({ environment: { etc: { "web/listen": { text: settings.listen } } } }) };
   *       },
   *     },
   *   },
   * });
   */
  extendSettings(definition: InterfaceFragment<R[K]>): InterfaceOut<R[K]>;
  extendSettings(modules: readonly ModuleLike[]): InterfaceOut<readonly ModuleLike[]>;
  readonly machine: MachineView<RoleName<R>>;
  readonly roles: RolesView<R>;
  /** To be read inside `module: () => …`, `mkExports(() => …)` or `lazy(() => …)` (TRP2305). */
  readonly exports: ExportsReader<N, E, RoleName<R>>;
  readonly meta: Meta;
  /**
   * Publishes data under `SERVICE:INSTANCE:ROLE:MACHINE` of this call, or wider.
   * A function is called when somebody reads the export.
   */
  mkExports(value: ExportFragment<E> | (() => ExportFragment<E>), level?: ExportsLevel<"service" | "instance" | "role">): ExportsRecord;
}

/** What `perMachine` receives. */
export interface MachineContext<N extends string, R, E> {
  readonly machine: MachineView<RoleName<R>>;
  /** The instances that this machine is a member of, with all their members. */
  readonly instances: { readonly [instance: string]: { readonly roles: RolesView<R> } };
  readonly exports: ExportsReader<N, E, RoleName<R>>;
  readonly meta: Meta;
  /** Publishes data under `SERVICE:::MACHINE` of this call, or under `SERVICE:::`. */
  mkExports(value: ExportFragment<E> | (() => ExportFragment<E>), level?: ExportsLevel<"service">): ExportsRecord;
}

/** Definitions for a machine's configuration, checked when it is evaluated. `system({ … })` checks them in the editor. */
export type ModuleResult = object | readonly object[];

/** What modules of one platform receive: `config` is the machine's own evaluated configuration, to be read inside `lazy`. */
export interface ModuleContext {
  // oxlint-disable-next-line typescript/no-explicit-any -- the platform's options are not known here
  readonly config: any;
}

/** What `perInstance` and `perMachine` return. */
export interface ServiceResult {
  /** For machines of every class; a function where it reads `exports`. */
  readonly module?: ModuleResult | (() => ModuleResult) | undefined;
  /** For machines of class `linux` only. */
  readonly linuxModule?: ModuleResult | ((context: ModuleContext) => ModuleResult) | undefined;
  /** For machines of class `nixos` only. */
  readonly nixosModule?: unknown;
  /** For machines of class `darwin` only. */
  readonly darwinModule?: unknown;
  /** What `mkExports` returned. */
  readonly exports?: ExportsRecord | readonly ExportsRecord[] | undefined;
}

/** How many machines and instances a service can do with. */
export interface Constraints<Role extends string = string> {
  readonly maxInstances?: number;
  readonly roles?: { readonly [K in Role]?: { readonly minMachines?: number; readonly maxMachines?: number } };
}

/** What a service says about itself. */
export interface Manifest<N extends string = string, Role extends string = string> {
  /** The first part of its scopes. */
  readonly name: N;
  readonly description?: string;
  readonly readme?: string;
  readonly categories?: readonly string[];
  readonly constraints?: Constraints<Role>;
}

/** The static side of a service; the first type argument of {@link Service}. */
export interface ServiceTypes {
  readonly name: string;
  readonly roles: unknown;
  readonly exports: unknown;
}
/** The compact form in which a service's type shows up in hovers and declaration files. */
export interface Types<N extends string, R, E> {
  readonly name: N;
  readonly roles: R;
  readonly exports: E;
}

/** A service as others see it. Its definition is for the evaluation only. */
export interface Service<S extends ServiceTypes = ServiceTypes> {
  readonly "~types": S;
  readonly manifest: Manifest<S["name"]>;
  readonly definition: AnyServiceDefinition;
  readonly site: Site;
}

/**
 * The option trees of the roles named `K`. A role without an interface has no options: it is inferred as `unknown`, or, where no role has
 * an interface, not inferred at all.
 */
export type Roles<R, K extends string> = { readonly [Role in K]: Role extends keyof R ? (unknown extends R[Role] ? {} : R[Role]) : {} };

/** A role as it is written. `O` is its own option tree, `All` those of all roles. */
export interface RoleDefinition<N extends string, All, O, K extends string, E> {
  readonly description?: string;
  /**
   * The options of this role's settings. Knows no machine; JSON Schema is made from it. A list of modules says what a tree of options
   * cannot: options that depend on each other, freeform settings, imports. Their functions are given `meta`; write such a list as a constant
   * of its own (`const options: readonly ModuleLike[] = …`), or the compiler takes the role for one without settings.
   */
  readonly interface?: O & Interface;
  /** Called once for every instance and machine that has this role. */
  readonly perInstance?: (context: InstanceContext<N, All, K & keyof All, E>) => ServiceResult;
}

/** The type of a contract's values. */
type ContractType<O> = O extends OptionTree
  ? SubmoduleType<O>
  : OptionType<InterfaceFragment<O>, InterfaceFragment<O>, InterfaceOut<O>, true>;

/** What `provides: [contract]` adds to a service's exports: each contract under its name, null where it is not set. */
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
  // oxlint-disable-next-line typescript/no-explicit-any -- erased
  readonly perInstance?: (context: any) => ServiceResult;
}
