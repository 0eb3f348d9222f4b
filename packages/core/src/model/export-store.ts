/** The exports of an evaluation, by scope. */
import type { Diagnostic, Evaluation, ModuleLike } from "@troupe/modules";
import type { ExportsContract } from "./contract.ts";
import type { ParsedScope, ScopeNames } from "./scope.ts";
import type { ExportsRecord } from "./exports.ts";
import type { Json } from "./json.ts";

/** An export with its value, which is computed when it is read. */
export interface ExportEntry {
  readonly key: string;
  readonly scope: ParsedScope;
  readonly evaluation: Evaluation;
  /** The path of the value in the evaluation: the root, unless the export is free-form. */
  readonly root: readonly string[];
  readonly value: () => unknown;
  /** All problems in its value. */
  readonly problems: () => readonly Diagnostic[];
}

/** A service as the store knows it: its declared exports, and the records of its members. */
export interface ExportingService {
  readonly name: string;
  /** Its roles and instances: what a scope may name. */
  readonly roles: ReadonlySet<string>;
  readonly instances: ReadonlySet<string>;
  /** The modules that declare its values; undefined for any JSON value. */
  readonly declared: readonly ModuleLike[] | undefined;
  /** The contract it declares as its own, and those it provides besides. */
  readonly contract: ExportsContract | undefined;
  readonly provides: readonly ExportsContract[];
  /** Runs all its perInstance and perMachine. */
  readonly records: () => readonly ExportsRecord[];
}

/**
 * All exports of an evaluation. A value is computed when it is read for the first time. Keys and entries are in byte
 * order of keys.
 */
export interface ExportStore {
  /** True while nested services are still being expanded: the set of exports is not complete, so none can be read. */
  isPending(): boolean;
  services(): readonly ExportingService[];
  /** The names of all services that export. */
  names(): Pick<ReadonlySet<string>, "has" | "keys">;
  service(name: string): ExportingService | undefined;
  readonly scopeNames: ScopeNames;
  /** The hint for a name that does not exist. */
  readonly nearest: (wrong: string, names: Iterable<string>) => string | undefined;
  all(): readonly ExportEntry[];
  lookup(key: string): ExportEntry | undefined;
  ofService(name: string): Iterable<ExportEntry>;
  /** The exports that members of a role wrote for their machine; `key` is the key of the role's scope. */
  ofMembers(key: string): readonly ExportEntry[];
  keys(): readonly string[];
  /** The value under a key, or undefined. No reader is recorded. */
  value(key: string): unknown;
  /** The value under a key as JSON; null if it has problems. */
  json(key: string): Json;
  /** The evaluation of one export, for `explain`. */
  evaluation(key: string): Evaluation | undefined;
  /** The path of the value within that evaluation. */
  root(key: string): readonly string[];
  /** All problems in all values. */
  diagnostics(): readonly Diagnostic[];
}
