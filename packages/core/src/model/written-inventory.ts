/** The inventory as it is written: one value for all sources, before any name is resolved. */
import type { DefinitionInfo, Diagnostic, DiagnosticKind, Site } from "@troupe/modules";
import type { NameRule } from "./names.ts";
import type { Definitions } from "./definitions.ts";

/**
 * One source of the inventory: a part of `troupe.ts`, or `inventory.json`. Its definitions merge with those of the
 * others.
 */
export interface InventorySource {
  readonly value: unknown;
  readonly site: Site;
}

/** Values of the inventory's options, as far as they are read. */
export interface WrittenPlace {
  readonly settings: Definitions;
  readonly defaults?: Definitions;
}

export interface WrittenRole extends WrittenPlace {
  readonly machines: { readonly [machine: string]: WrittenPlace };
  readonly tags: { readonly [tag: string]: WrittenPlace };
  readonly select: readonly WrittenSelection[];
  readonly extraModules: readonly Definitions[];
}

export interface WrittenExtensions {
  readonly [extension: string]: Definitions;
}

export interface WrittenSelection extends WrittenPlace {
  readonly filter: unknown;
}

export interface WrittenMachine {
  readonly description: string | null;
  readonly class: string | null;
  readonly tags: readonly string[];
  readonly address: string | null;
  readonly deploy: { readonly targetHost: string | null };
  readonly facts: Definitions;
  readonly users: Definitions;
  readonly extensions: WrittenExtensions;
  readonly module: Definitions;
}

export interface WrittenCluster {
  readonly description: string | null;
  readonly machines: { readonly [machine: string]: WrittenMachine };
  readonly facts: Definitions;
  readonly users: Definitions;
  readonly extensions: WrittenExtensions;
  readonly module: Definitions;
  readonly services: { readonly [service: string]: unknown };
  readonly instances: { readonly [instance: string]: WrittenInstance };
}

export interface WrittenInstance {
  readonly extensions: WrittenExtensions;
  readonly service: string | null;
  readonly module: { readonly name: string | null; readonly input: string | null };
  readonly roles: { readonly [role: string]: WrittenRole };
}

export interface Sections {
  readonly meta: { readonly name: string; readonly domain: string; readonly description: string | null };
  readonly services: { readonly [service: string]: unknown };
  readonly inputs: { readonly [input: string]: { readonly [service: string]: unknown } };
  readonly extensions: readonly unknown[];
  readonly machines: { readonly [machine: string]: WrittenMachine };
  readonly tags: { readonly [tag: string]: Definitions };
  readonly instances: { readonly [instance: string]: WrittenInstance };
  readonly clusters: { readonly [cluster: string]: WrittenCluster };
  readonly exports: { readonly [scope: string]: Definitions };
}

export type Path = readonly string[];

/** See {@link readSources}. */
export interface WrittenInventory {
  /** The problems found so far; the resolution of each part adds its own. */
  readonly problems: Diagnostic[];
  /** A part of the inventory; empty if it cannot be read. */
  section<K extends keyof Sections>(name: K): Sections[K];
  /**
   * A value, or the fallback where it has a problem, which is known already. Unknown names do not hide the other
   * values.
   */
  read<T>(get: () => T, fallback: T): T;
  /** Every definition that reaches a path. */
  definitionsAt(path: Path): readonly DefinitionInfo[];
  /** The place of what is defined at a path. */
  place(path: Path): Site;
  /** Adds a problem with something at a path, and at other paths. */
  report<P>(kind: DiagnosticKind<P>, params: P, path: Path, hint?: string, others?: readonly Path[]): void;
  /** The hint for a name that does not exist. */
  readonly nearest: (wrong: string, names: Iterable<string>) => string | undefined;
  /** True if a name is allowed; otherwise that is reported. */
  checkName(kind: string, rule: NameRule, name: string, path: Path): boolean;
}
