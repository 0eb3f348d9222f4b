/** Annotations: facts about a machine from its own configuration, before services contribute. */
import type { Json } from "./json.ts";

/** Addresses by network interface. */
export interface Ips {
  readonly [networkInterface: string]: readonly string[];
}

/** Facts as they are declared: any JSON values by name; undefined where nothing declares one. */
export interface Facts {
  readonly [fact: string]: Json | undefined;
}

/** Facts as they are written on a machine or a cluster. */
export interface FactsDefinition {
  /** Its addresses by network interface. */
  readonly ips?: Ips;
  readonly [fact: string]: Json | Ips | undefined;
}

/**
 * The annotations of a machine: what its own modules and declared facts say, never what services make of it.
 * Contributions of services are for exports. Each part is computed when it is read.
 */
export interface Annotations<F = Facts> {
  /** Its id: `machineName`, in a cluster `machineName.clusterName`. */
  readonly name: string;
  /** Its short name: "host2". */
  readonly machineName: string;
  /** Undefined for a machine in no cluster. */
  readonly clusterName: string | undefined;
  /** "host2.cluster4.example.com". */
  readonly fqdn: string;
  readonly class: string;
  /**
   * Its addresses by network interface: the fact `ips`.
   * @throws TRP2801 when read, if they are unknown
   */
  readonly ips: Ips;
  /**
   * The roles that it has in each instance, by the instance's name; without nested instances, and without what only
   * observes it.
   */
  readonly services: { readonly [instance: string]: readonly string[] };
  /** The values of options that extensions add to machines; an extension's `machine(…)` reads its own. */
  readonly extensions: { readonly [extension: string]: unknown };
  /**
   * Its other facts. An undeclared fact is undefined; a cluster service that cannot do without declares it as an
   * option, and is told (TRP1004) which machine lacks it.
   */
  readonly facts: F;
}
