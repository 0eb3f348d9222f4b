/** Instances of services with all names resolved. */
import type { Site } from "@troupe/modules";
import type { ExtensionRecord } from "./machine.ts";
import type { Filter } from "./filters.ts";
import type { AnyServiceDefinition } from "./service.ts";
import type { Definitions } from "./definitions.ts";

/** The settings at one of the places that take them. */
export interface SettingsPlace {
  readonly settings: Definitions;
  readonly defaults: Definitions;
}

/** The settings of several machines. */
export interface GroupPlace extends SettingsPlace {
  /** In byte order. */
  readonly members: readonly string[];
}

/** Machines that a filter picks. */
export interface Selection extends GroupPlace {
  readonly filter: Filter;
  /** The path of the filter in the inventory. */
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

/** One use of a service. */
export interface Instance {
  /**
   * As it is written, in a cluster `<name>.<cluster>`; of a nested one `PARENT/NAME`, where the parent is an instance,
   * or a service whose perMachine nests it.
   */
  readonly name: string;
  /** The path of the instance in the inventory; undefined for a nested instance. */
  readonly path?: readonly string[];
  readonly cluster?: string | undefined;
  /** The values of options that extensions add to instances; undefined for a nested one. */
  readonly extensions?: ExtensionRecord;
  /** Every role of the service, also those without members, in byte order. */
  readonly roles: ReadonlyMap<string, InstanceRole>;
  readonly site: Site;
}

/** A service that instances use. */
export interface ServiceEntry {
  /** The id by origin: "self/kvstore", "libstd/backup", of a cluster "north/dns". */
  readonly id: string;
  /** `manifest.name`: the first part of its scopes. */
  readonly name: string;
  readonly definition: AnyServiceDefinition;
  readonly site: Site;
  /** Its roles in byte order. */
  readonly roles: readonly string[];
  /** The roles whose members receive something: all but the observed ones. */
  readonly active: readonly string[];
  readonly instances: readonly Instance[];
}

/** A service of the inventory's `services` or of one of its `inputs`. */
export interface OfferedService {
  /** "self/kvstore", "libstd/backup". */
  readonly id: string;
  /** The input that has it; "self" for the inventory's own. */
  readonly input: string;
  /** The name that instances use it by. */
  readonly name: string;
  readonly definition: AnyServiceDefinition;
}

/** A service before it is known which instances use it. */
export type UsableService = Omit<ServiceEntry, "instances">;
