/**
 * The contexts of perInstance and perMachine, as types. Follows the seeds' clan.service (001, 003) and its living form.
 */
import type { ModuleLike } from "@troupe/modules";
import type { Annotations } from "./annotations.ts";
import type { ExportFragment, ExportsLevel, ExportsReader, ExportsRecord } from "./exports.ts";
import type { InterfaceFragment, InterfaceOut } from "./interface.ts";
import type { Meta } from "./meta.ts";

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

/** Every role of the service, also roles without members. */
export type RolesView<R> = { readonly [K in keyof R]: RoleView<R[K]> };

/** The names of the roles. */
export type RoleName<R> = Extract<keyof R, string>;

/** The context of `perInstance`. `R`: the option trees of the roles; `K`: this role; `E`: the exports. */
export interface InstanceContext<N extends string, R, K extends keyof R, E> {
  readonly instanceName: string;
  /** The name of this role. */
  readonly roleName: K & string;
  /** This machine's settings in this role of this instance. */
  readonly settings: InterfaceOut<R[K]>;
  /**
   * Returns the settings with one more definition, for this call alone.
   *
   * Its priority counts as everywhere: `mkDefault` gives way to what the inventory says, `mkForce` wins over it. A list
   * of modules may declare further options.
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
  /** The values of options that extensions add to instances; an extension's `service(…)` reads its own. */
  readonly extensions: { readonly [extension: string]: unknown };
  /**
   * Returns the annotations of a machine. They may be read at once, because they depend on no service.
   * @throws TRP2001 for a machine that is not in the inventory
   */
  annotations(machine: string): Annotations;
  /**
   * Publishes data under `SERVICE:INSTANCE:ROLE:MACHINE` of this call, or wider.
   * A function is called when the export is read.
   */
  mkExports(
    value: ExportFragment<E> | (() => ExportFragment<E>),
    level?: ExportsLevel<"service" | "instance" | "role">,
  ): ExportsRecord;
}

/** The context of `perMachine`. */
export interface MachineContext<N extends string, R, E> {
  readonly machine: MachineView<RoleName<R>>;
  /** The instances that this machine is a member of, with all their members. */
  readonly instances: { readonly [instance: string]: { readonly roles: RolesView<R> } };
  readonly exports: ExportsReader<N, E, RoleName<R>>;
  readonly meta: Meta;
  /** As {@link InstanceContext.annotations}. */
  annotations(machine: string): Annotations;
  /** Publishes data under `SERVICE:::MACHINE` of this call, or under `SERVICE:::`. */
  mkExports(value: ExportFragment<E> | (() => ExportFragment<E>), level?: ExportsLevel<"service">): ExportsRecord;
}
