/** `defineExtension`: what a package adds to the inventory: options of clusters, machines and instances, and commands. */
import { type Fragment, type OptionTree, type Out, type Site } from "@troupe/modules";
import { callSite } from "@troupe/modules/internal";
import type { Evaluated } from "../evaluate/evaluate.ts";
import type { ModuleResult } from "../service/context.ts";

/** What has values of extensions: a machine's annotations, a cluster, the context of perInstance. */
export interface Extended {
  readonly extensions: { readonly [extension: string]: unknown };
}

/** What a command of an extension is given. */
export interface ExtensionCommandContext {
  readonly evaluated: Evaluated;
  /** The machines that it is about, by their ids: those that `--on` picks, or else all. */
  readonly machines: readonly string[];
  /** What stands behind the command's name. */
  readonly args: readonly string[];
  /** Prints a line. */
  readonly print: (line: string) => void;
}

/** A command that an extension adds: `troupe run EXTENSION:NAME`. */
export interface ExtensionCommand {
  /** One line about it. */
  readonly brief: string;
  /** Returns the exit status; 0 if it returns nothing. */
  readonly run: (context: ExtensionCommandContext) => number | undefined | void | Promise<number | undefined | void>;
}

/** An extension as it is written. Every option must have a default: who does not use the extension is not asked (TRP2806). */
export interface ExtensionDefinition<N extends string, M, C, S> {
  readonly name: N;
  /** Options of every machine, below `extensions.NAME`. */
  readonly machine?: M & OptionTree;
  /** Options of every cluster. */
  readonly cluster?: C & OptionTree;
  /** Options of every instance of a service. */
  readonly service?: S & OptionTree;
  /** What the options of a machine and its cluster make of the machine, as if it had been written there. */
  readonly module?: (values: { readonly machine: Out<M>; readonly cluster: Out<C>; readonly machineName: string }) => ModuleResult;
  readonly commands?: { readonly [command: string]: ExtensionCommand };
}

/** An extension: to be listed in the inventory's `extensions`, and to read its options with. */
export interface Extension<N extends string = string, M = {}, C = {}, S = {}> {
  readonly name: N;
  /** The values of its options for a machine, from {@link Annotations}. */
  machine(annotations: Extended): Out<M>;
  /** The values of its options for a cluster. */
  cluster(cluster: Extended): Out<C>;
  /** The values of its options for an instance, from the context of perInstance. */
  service(context: Extended): Out<S>;
  readonly "~extension": AnyExtensionDefinition;
  /** Only for the types. */
  readonly "~options"?: { readonly machine: M; readonly cluster: C; readonly service: S };
  readonly site: Site;
}

/** A definition whose types are forgotten. */
export interface AnyExtensionDefinition {
  readonly name: string;
  readonly machine?: OptionTree;
  readonly cluster?: OptionTree;
  readonly service?: OptionTree;
  // oxlint-disable-next-line typescript/no-explicit-any -- erased
  readonly module?: (values: any) => ModuleResult;
  readonly commands?: { readonly [command: string]: ExtensionCommand };
}

/** An extension, whatever its options. */
// oxlint-disable-next-line typescript/no-explicit-any -- any options
export type AnyExtension = Extension<string, any, any, any>;

/** What may be written below `extensions` at one level, for these extensions. */
export type ExtensionValues<X, Level extends "machine" | "cluster" | "service"> = X extends readonly AnyExtension[]
  ? { readonly [E in X[number] as E["name"]]?: Fragment<NonNullable<E["~options"]>[Level]> }
  : {};

/**
 * Declares an extension. It is a value that the inventory lists, so that its options are typed where they are written, two packages cannot
 * get into each other's way, and nothing changes for those who do not list it.
 *
 * @example
 * const zones = defineExtension({
 *   name: "zones",
 *   machine: { timeZone: option(t.str, { default: "Etc/UTC" }) },
 *   module: ({ machine }) => system({ environment: { etc: { timezone: { text: `${machine.timeZone}\n` } } } }),
 * });
 * const inventory = defineInventory({
 *   extensions: [zones],
 *   machines: { alice: { extensions: { zones: { timeZone: "Europe/Berlin" } } }, bob: {} },
 * });
 * const { annotations } = evaluateInventory(inventory, { classes: [{ name: "linux", result: "linuxModule", modules: [] }] }).inventory;
 * [zones.machine(annotations("alice")).timeZone, zones.machine(annotations("bob")).timeZone]; // => ["Europe/Berlin", "Etc/UTC"]
 */
export function defineExtension<
  const N extends string,
  const M extends OptionTree = {},
  const C extends OptionTree = {},
  const S extends OptionTree = {},
>(definition: ExtensionDefinition<N, M, C, S>): Extension<N, M, C, S> {
  const { name } = definition;
  const read = ({ extensions }: Extended) => extensions[name] as never;
  return { name, machine: read, cluster: read, service: read, "~extension": definition as never, site: callSite(defineExtension) };
}
