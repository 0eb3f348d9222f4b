/** One evaluated machine. */
import type { Evaluation, Site } from "@troupe/modules";
import type { Machine } from "./machine.ts";
import type { Json } from "./json.ts";

/** All that a call has read of others, with the values that it saw. */
export interface Reads {
  /** Exports, by scope. */
  readonly exports: { readonly [scope: string]: Json };
  /** Annotations, by machine: the parts that were read. */
  readonly machines: { readonly [machine: string]: Json };
}

/** A contributor to a machine's configuration: a call of a service, or the machine's own module. */
export interface Contributor {
  /** An export scope, or "machine alice": the `origin` of its definitions. */
  readonly origin: string;
  /** "instance sessions, role replica". */
  readonly label: string;
  /** The settings it ran with, if it has any. */
  readonly settings?: Json;
  readonly reads: Reads;
  /** The address of the call's own machine, if the call has read it. */
  readonly address?: string;
}

/** A module that only the machine's platform understands. */
export interface PlatformModule {
  readonly value: unknown;
  readonly site: Site;
}

/** One machine, evaluated. */
export interface MachineEvaluation {
  readonly machine: Machine;
  /** The machine's configuration under its platform's options. */
  readonly evaluation: Evaluation;
  /**
   * The modules that are left to the platform, in the order of contribution; none unless its class has an
   * `opaqueResult`.
   */
  readonly platformModules: () => readonly PlatformModule[];
  /** The contributors; complete once the configuration has been read. */
  readonly contributors: () => readonly Contributor[];
}
