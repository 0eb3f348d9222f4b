/** The inventory as it is written: every source a definition of the same options, read one value at a time. */
import {
  type DefinitionInfo,
  type Diagnostic,
  type DiagnosticKind,
  diagnose,
  type Evaluation,
  evalModules,
  isPlainObject,
  isTroupeError,
  showPath,
  type Site,
} from "@troupe/modules";
import { valuesBehind } from "@troupe/modules/internal";
import { invalidName } from "../diagnostics.ts";
import { type NameRule, nearestName } from "../names.ts";
import type { Definitions } from "./model.ts";
import { inventoryOptions } from "./options.ts";

/** One source of the inventory: a part of `troupe.ts`, or `inventory.json`. Its definitions merge with those of the others. */
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
interface WrittenExtensions {
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
interface Sections {
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

type Path = readonly string[];

/** See {@link readSources}. */
export interface Written {
  /** Everything found so far; whoever resolves a part adds to it. */
  readonly problems: Diagnostic[];
  /** A part of the inventory; empty if it cannot be read. */
  section<K extends keyof Sections>(name: K): Sections[K];
  /** A value, or the fallback where it has a problem, which is known already. Names that nobody declares do not spoil the others. */
  read<T>(get: () => T, fallback: T): T;
  /** Every definition that reaches a path. */
  definitionsAt(path: Path): readonly DefinitionInfo[];
  /** The place of what is defined at a path. */
  place(path: Path): Site;
  /** Adds a problem with something at a path. */
  report<P>(kind: DiagnosticKind<P>, params: P, path: Path, hint?: string): void;
  /** The hint for a name that does not exist. */
  readonly nearest: (wrong: string, names: Iterable<string>) => string | undefined;
  /** True if a name is allowed; otherwise that is reported. */
  checkName(kind: string, rule: NameRule, name: string, path: Path): boolean;
}

/** Sources as one inventory. */
export function readSources(sources: readonly InventorySource[]): Written {
  const evaluation = evalModules<Partial<Sections>>({
    modules: [{ options: inventoryOptions }, ...sources.map(({ value, site }) => ({ config: withoutSchema(value), site }))],
  });
  const problems = [...evaluation.diagnostics()];
  const read = <T>(get: () => T, fallback: T): T => {
    try {
      return get();
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      return (valuesBehind.get(error) as T | undefined) ?? fallback;
    }
  };
  const config = read(() => evaluation.config, {});
  const written: Written = {
    problems,
    nearest: nearestName(),
    section: (name) => read(() => config[name], undefined) ?? ({} as never),
    read,
    definitionsAt: evaluation.definitionsAt,
    place: (path) => sitesOf(evaluation, path)[0] ?? {},
    report(kind, params, path, hint) {
      const marks = sitesOf(evaluation, path).map((site) => ({ site }));
      problems.push(diagnose(kind, params, { path: showPath(path), marks, hint }));
    },
    checkName(kind, rule, name, path) {
      if (rule.pattern.test(name)) return true;
      written.report(invalidName, { kind, name, allowed: rule.allowed }, path);
      return false;
    },
  };
  return written;
}

/** `$schema` names the schema that editors check a file with; it says nothing about the inventory. */
function withoutSchema(value: unknown): unknown {
  if (!isPlainObject(value) || !("$schema" in value)) return value;
  const { $schema: _, ...rest } = value as { readonly $schema: unknown };
  return rest;
}

/** The places that define something at a path, or else those that define what it is part of. */
function sitesOf(evaluation: Evaluation<object>, path: Path): readonly Site[] {
  for (let length = path.length; length > 0; length--) {
    // Defaults of the options have no place.
    const found = known(evaluation, path.slice(0, length)).filter(({ status, priority }) => status === "used" && priority < 1500);
    if (found.length > 0) return found.map(({ site }) => ({ ...site, pointer: path }));
  }
  return [];
}

/** The definitions that reach a path; none where they do not let themselves be looked at. */
function known(evaluation: Evaluation<object>, path: Path): readonly DefinitionInfo[] {
  try {
    return evaluation.definitionsAt(path);
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return [];
  }
}

/** Definitions with words for where they are. */
export function labelled(definitions: Definitions, pointer: Path, extra: Pick<Site, "label" | "origin">): Definitions {
  return definitions.map(({ value, site }) => ({ value, site: { ...site, pointer, ...extra } }));
}
