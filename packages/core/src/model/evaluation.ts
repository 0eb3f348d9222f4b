/**
 * An evaluation, the resolved inventory that it works on, and the extensions of that inventory. They stand in one file
 * because they refer to each other: an inventory lists its extensions, whose commands are given the evaluation.
 */
import type { DefinitionInfo, Diagnostic, Site, Evaluation, OptionTree, Out } from "@troupe/modules";
import type { Annotations } from "./annotations.ts";
import type { KnownNames } from "./names.ts";
import type { Filter, FilterPlace } from "./filters.ts";
import type { Meta } from "./meta.ts";
import type { OfferedService, ServiceEntry } from "./instance.ts";
import type { Definitions } from "./definitions.ts";
import type { Machine, Cluster } from "./machine.ts";
import type { ExportStore } from "./export-store.ts";
import type { MachineEvaluation } from "./machine-evaluation.ts";
import type { ModuleResult } from "./module.ts";

/** An inventory with all its names resolved: plain data but for definitions. */
export interface InventoryModel {
  readonly meta: Meta;
  /** In byte order of their names, like everything here. */
  readonly machines: ReadonlyMap<string, Machine>;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly extensions: readonly AnyExtension[];
  /** The names of machines. */
  readonly names: KnownNames;
  /** The names of declared instances. */
  readonly instanceNames: KnownNames;
  readonly tags: ReadonlyMap<string, readonly string[]>;
  readonly services: readonly ServiceEntry[];
  readonly exports: ReadonlyMap<string, Definitions>;
  /** The machines that a filter picks, in byte order; what is wrong with it is reported to `place`. */
  readonly select: (filter: Filter, place: FilterPlace) => readonly string[];
  /** The annotations of a machine. */
  readonly annotations: (machine: string) => Annotations;
  /** Every service that instances may use, whether one does or not. */
  readonly offered: () => readonly OfferedService[];
  /** The definitions of a path of the inventory: `["machines", "alice", "tags"]`. */
  readonly definitionsAt: (path: readonly string[]) => readonly DefinitionInfo[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A whole evaluation, computed on demand. */
export interface Evaluated {
  /** The inventory with all names resolved. */
  readonly inventory: InventoryModel;
  /**
   * All services with all their instances: those of the inventory, and those that services nest. Runs every perInstance
   * and perMachine.
   */
  services(): readonly ServiceEntry[];
  readonly exports: Pick<ExportStore, "keys" | "value" | "evaluation" | "root">;
  /** The configuration of one machine of the inventory; the same object each time. */
  machine(name: string): MachineEvaluation;
  /**
   * Yields the machines one after the other (default: all). A machine is retained only if {@link Evaluated.machine} has
   * been asked for it, so thousands of configurations never exist at the same time.
   */
  eachMachine(names?: Iterable<string>): Iterable<MachineEvaluation>;
  /** The settings of one member, or of the role without any machine's; undefined if there is no such member or role. */
  settings(instance: string, role: string, machine?: string): Evaluation | undefined;
  /**
   * All problems of everything above the platforms' own checks: names, settings, results, exports, and the
   * configurations of `machines` (default: all). Machines are looked at as by {@link Evaluated.eachMachine}; `also`
   * finds what else is wrong with each while it is there.
   */
  diagnostics(
    machines?: Iterable<string>,
    also?: (machine: MachineEvaluation) => readonly Diagnostic[],
  ): readonly Diagnostic[];
}

/** A holder of values of extensions: annotations of a machine, a cluster, the context of perInstance. */
export interface Extended {
  readonly extensions: { readonly [extension: string]: unknown };
}

/** The context of a command of an extension. */
export interface ExtensionCommandContext {
  readonly evaluated: Evaluated;
  /** The machines that it is about, by their ids: those that `--on` picks, or else all. */
  readonly machines: readonly string[];
  /** The arguments behind the name of the command. */
  readonly args: readonly string[];
  /** Prints a line. */
  readonly print: (line: string) => void;
}

/** A command that an extension adds: `troupe run EXTENSION:NAME`. */
export interface ExtensionCommand {
  /** One line about the command. */
  readonly brief: string;
  /** Returns the exit status; 0 if it returns nothing. */
  readonly run: (context: ExtensionCommandContext) => number | undefined | void | Promise<number | undefined | void>;
}

/**
 * An extension as it is written. Every option must have a default: who does not use the extension is not asked
 * (TRP2806).
 */
export interface ExtensionDefinition<N extends string, M, C, S> {
  readonly name: N;
  /** Options of every machine, below `extensions.NAME`. */
  readonly machine?: M & OptionTree;
  /** Options of every cluster. */
  readonly cluster?: C & OptionTree;
  /** Options of every instance of a service. */
  readonly service?: S & OptionTree;
  /** Returns the module that the options of a machine and its cluster add to the machine. */
  readonly module?: (values: {
    readonly machine: Out<M>;
    readonly cluster: Out<C>;
    readonly machineName: string;
  }) => ModuleResult;
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
