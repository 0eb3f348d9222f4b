/** The inventory once all its names are resolved: what the evaluation of services works on. Plain data but for definitions. */
import type { DefinitionInfo, Diagnostic, Site } from "@troupe/modules";
import type { Annotations } from "../annotations/types.ts";
import type { KnownNames } from "../clusters/known-names.ts";
import type { AnyExtension } from "../extensions/extension.ts";
import type { ExtensionRecord } from "../extensions/resolve.ts";
import type { Filter } from "../filters/filter.ts";
import type { FilterPlace } from "../filters/resolve.ts";
import type { Meta } from "../service/context.ts";
import type { AnyServiceDefinition } from "../service/types.ts";
import type { OfferedService } from "./offered.ts";

/** Definitions as they were written, each with its place. */
export type Definitions = readonly { readonly value: unknown; readonly site: Site }[];

/** A machine of the inventory. */
export interface Machine {
  /** Its id: its short name, in a cluster `<name>.<cluster>`. */
  readonly name: string;
  readonly shortName: string;
  readonly cluster: string | undefined;
  readonly class: string;
  readonly description: string | undefined;
  /** All its tags, computed ones included, in byte order. */
  readonly tags: readonly string[];
  /** Where other machines reach it: `address`, else the host part of `targetHost`. */
  readonly address: string | undefined;
  /** `[user@]host[:port]` as declared, else the address. */
  readonly targetHost: string | undefined;
  /** What is defined for it alone, and for every machine of its cluster. */
  readonly module: Definitions;
  /** Definitions of its users, and of its facts, in the same way. */
  readonly users: Definitions;
  readonly facts: Definitions;
  /** The values of options that extensions add to machines. */
  readonly extensions: ExtensionRecord;
  readonly site: Site;
}

/** What was written at one of the places that take settings. */
export interface SettingsPlace {
  readonly settings: Definitions;
  readonly defaults: Definitions;
}
/** The same for several machines. */
export interface GroupPlace extends SettingsPlace {
  /** In byte order. */
  readonly members: readonly string[];
}
/** Machines that a filter picks. */
export interface Selection extends GroupPlace {
  readonly filter: Filter;
  /** Where the filter is written in the inventory. */
  readonly path: readonly string[];
}

/** A role of an instance: its members in byte order, and every place that says something about their settings. */
export interface InstanceRole {
  readonly name: string;
  readonly members: readonly string[];
  readonly own: SettingsPlace;
  readonly tags: ReadonlyMap<string, GroupPlace>;
  readonly select: readonly Selection[];
  readonly machines: ReadonlyMap<string, SettingsPlace>;
  readonly extraModules: Definitions;
  /** In a nested instance: where each member joins. */
  readonly joined?: ReadonlyMap<string, Site>;
}

/** A service that instances use. */
export interface ServiceEntry {
  /** Where it comes from: "self/kvstore", "libstd/backup", of a cluster "north/dns". */
  readonly id: string;
  /** `manifest.name`: the first part of its scopes. */
  readonly name: string;
  readonly definition: AnyServiceDefinition;
  readonly site: Site;
  /** Its roles in byte order. */
  readonly roles: readonly string[];
  /** Those whose members receive something: all but the observed ones. */
  readonly active: readonly string[];
  readonly instances: readonly Instance[];
}

/** One use of a service. */
export interface Instance {
  /**
   * As it is written, in a cluster `<name>.<cluster>`; of a nested one `PARENT/NAME`, where the parent is an instance, or a service whose
   * perMachine nests it.
   */
  readonly name: string;
  /** Where it is written in the inventory; undefined for a nested one. */
  readonly path?: readonly string[];
  readonly cluster?: string | undefined;
  /** The values of options that extensions add to instances; undefined for a nested one. */
  readonly extensions?: ExtensionRecord;
  /** Every role of the service, also those without members, in byte order. */
  readonly roles: ReadonlyMap<string, InstanceRole>;
  readonly site: Site;
}

/** A cluster. */
export interface Cluster {
  readonly name: string;
  readonly description: string | undefined;
  /** In byte order. */
  readonly machines: readonly string[];
  readonly extensions: ExtensionRecord;
}

/** A whole inventory. */
export interface InventoryModel {
  readonly meta: Meta;
  /** In byte order of their names, like everything here. */
  readonly machines: ReadonlyMap<string, Machine>;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly extensions: readonly AnyExtension[];
  /** What machines may be called. */
  readonly names: KnownNames;
  /** What the instances that are written may be called. */
  readonly instanceNames: KnownNames;
  readonly tags: ReadonlyMap<string, readonly string[]>;
  readonly services: readonly ServiceEntry[];
  readonly exports: ReadonlyMap<string, Definitions>;
  /** The machines that a filter picks, in byte order; what is wrong with it is reported to `place`. */
  readonly select: (filter: Filter, place: FilterPlace) => readonly string[];
  /** What is known of a machine before any service has touched it. */
  readonly annotations: (machine: string) => Annotations;
  /** Every service that instances may use, whether one does or not. */
  readonly offered: () => readonly OfferedService[];
  /** Everything that was written about a path of the inventory: `["machines", "alice", "tags"]`. */
  readonly definitionsAt: (path: readonly string[]) => readonly DefinitionInfo[];
  readonly diagnostics: readonly Diagnostic[];
}
