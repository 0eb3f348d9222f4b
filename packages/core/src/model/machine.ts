/** Machines and clusters with all names resolved. */
import type { Definitions } from "./definitions.ts";
import type { Site } from "@troupe/modules";

/** The values of options, by the names of extensions. */
export interface ExtensionRecord {
  readonly [extension: string]: object;
}

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
  /** The address for other machines: `address`, else the host part of `targetHost`. */
  readonly address: string | undefined;
  /** `[user@]host[:port]` as declared, else the address. */
  readonly targetHost: string | undefined;
  /** The definitions of the machine alone, and of every machine of its cluster. */
  readonly module: Definitions;
  /** Definitions of its users, and of its facts, in the same way. */
  readonly users: Definitions;
  readonly facts: Definitions;
  /** The values of options that extensions add to machines. */
  readonly extensions: ExtensionRecord;
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
