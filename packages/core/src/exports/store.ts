/** All exports of an evaluation: who writes which scope, what its value is, and who read it. */
import { type Diagnostic, didYouMean, type Evaluation, evalModules, fail, type ModuleLike, option, type OptionTree, type Site, t } from "@troupe/modules";
import { exportsReadTooEarly, severalExports, unknownScopePart } from "../diagnostics.ts";
import { byName } from "../names.ts";
import type { Exported, ExportsRecord } from "../service/types.ts";
import { isExportsContract, type ExportsContract } from "./contract.ts";
import { buildScopeKey, matchesScope, parseScope, type ParsedScope, type Scope, type ScopePattern, scopePredicate } from "./scope.ts";

/** What the store must know about a service: its declared exports, and how to learn what its members write. */
export interface ExportingService {
  readonly name: string;
  /** The names of its roles and instances, and the machines of each role: what a scope may name. */
  readonly roles: readonly string[];
  readonly instances: readonly string[];
  /** The shape of its values; undefined: any JSON value. */
  readonly options: OptionTree | undefined;
  /** The contract it declares as its own, and those it provides besides. */
  readonly contract: ExportsContract | undefined;
  readonly provides: readonly ExportsContract[];
  /** Runs all its perInstance and perMachine. */
  readonly records: () => readonly ExportsRecord[];
}

/** Somebody who reads exports: a call of perInstance or perMachine. */
export interface ExportReader {
  /** "perInstance of role replica …". */
  readonly caller: string;
  readonly site: Site;
  readonly serviceName: string;
  /** True while the call itself runs: nothing can be read yet. */
  running: boolean;
  /** The keys read so far. */
  readonly reads: Set<string>;
}

/** See {@link createExportStore}. */
export type ExportStore = ReturnType<typeof createExportStore>;

interface Entry {
  readonly scope: ParsedScope;
  readonly evaluation: Evaluation;
  readonly value: () => unknown;
}

/** Definitions from the inventory's own `exports` section. */
export type InventoryExports = ReadonlyMap<string, readonly { readonly value: unknown; readonly site: Site }[]>;

/** The store of one evaluation. Nothing is computed before somebody reads. */
export function createExportStore(services: readonly ExportingService[], machines: readonly string[], own: InventoryExports) {
  const byServiceName = new Map(services.map((service) => [service.name, service]));
  const entriesOf = new Map<string, ReadonlyMap<string, Entry>>();

  /** The exports under one service's name ("" for those of no service), by key, in byte order. */
  function entries(serviceName: string): ReadonlyMap<string, Entry> {
    const known = entriesOf.get(serviceName);
    if (known !== undefined) return known;
    const service = byServiceName.get(serviceName);
    const writers = new Map<string, ModuleLike[]>();
    const add = (key: string, value: unknown, site: Site) => {
      const modules = writers.get(key);
      const module = { site, config: value };
      if (modules === undefined) writers.set(key, [module]);
      else modules.push(module);
    };
    for (const record of service?.records() ?? []) add(record.key, record.value, record.site);
    for (const [key, definitions] of own) {
      if (parseScope(key).serviceName === serviceName) for (const { value, site } of definitions) add(key, value, site);
    }
    const result = new Map([...writers.keys()].sort(byName).map((key) => [key, entry(key, service?.options, writers.get(key)!)]));
    entriesOf.set(serviceName, result);
    return result;
  }

  function lookup(key: string): Entry | undefined {
    return entries(parseScope(key).serviceName).get(key);
  }

  function allEntries(): [string, Entry][] {
    const names = new Set(["", ...byServiceName.keys()]);
    for (const key of own.keys()) names.add(parseScope(key).serviceName);
    return [...names].flatMap((name) => [...entries(name)]).sort(([a], [b]) => byName(a, b));
  }

  /** Every part that a key names must exist. */
  function checkNames(key: string, scope: ParsedScope): void {
    const check = (part: string, value: string, names: readonly string[]) => {
      if (value === "" || names.includes(value)) return;
      fail(unknownScopePart, { key, part, value }, { hint: didYouMean(value, names) });
    };
    check("service", scope.serviceName, [...byServiceName.keys()]);
    const service = byServiceName.get(scope.serviceName);
    check("instance", scope.instanceName, service?.instances ?? services.flatMap((each) => each.instances));
    check("role", scope.roleName, service?.roles ?? services.flatMap((each) => each.roles));
    check("machine", scope.machineName, machines);
  }

  /** The keys that a key stands for: itself, or for `service:instance:role:` without data of its own those of the members. */
  function resolveKey(key: string): string | undefined {
    const scope = parseScope(key);
    checkNames(key, scope);
    if (lookup(key) !== undefined) return key;
    const { serviceName, instanceName, roleName, machineName } = scope;
    if (serviceName === "" || instanceName === "" || roleName === "" || machineName !== "") return undefined;
    const members = [...entries(serviceName).keys()].filter((each) => matchesScope({ instanceName, roleName }, parseScope(each)));
    if (members.length > 1) fail(severalExports, { key: JSON.stringify(key), keys: members });
    return members[0];
  }

  function begin(reader: ExportReader, what: () => string): void {
    if (reader.running) fail(exportsReadTooEarly, { caller: reader.caller, what: what() });
  }

  function read(reader: ExportReader, key: string, found: Entry): Exported<never> {
    return {
      scope: found.scope,
      key,
      get value() {
        reader.reads.add(key);
        return found.value() as never;
      },
    };
  }

  function select(reader: ExportReader, candidates: Iterable<[string, Entry]>, pattern: ScopePattern | undefined): Exported<never>[] {
    const matches = pattern === undefined ? () => true : scopePredicate(pattern);
    const found: Exported<never>[] = [];
    for (const [key, each] of candidates) if (matches(each.scope)) found.push(read(reader, key, each));
    return found;
  }

  return {
    /** Every key that has a value, in byte order. */
    keys: (): readonly string[] => allEntries().map(([key]) => key),
    /** The value of a key, or undefined; nobody is recorded as its reader. */
    value: (key: string): unknown => lookup(key)?.value(),
    /** All problems in all values. */
    diagnostics: (): readonly Diagnostic[] => allEntries().flatMap(([, each]) => each.evaluation.diagnostics()),
    /** The evaluation of one export, for `explain`. */
    evaluation: (key: string): Evaluation | undefined => lookup(key)?.evaluation,

    /** `exports["service:instance:role:machine"]`. */
    readKey(reader: ExportReader, key: string): unknown {
      begin(reader, () => `the export ${JSON.stringify(key)}`);
      const resolved = resolveKey(key);
      if (resolved === undefined) return undefined;
      reader.reads.add(resolved);
      return lookup(resolved)!.value();
    },
    readScope(reader: ExportReader, scope: Scope): unknown {
      begin(reader, () => "exports with get(…)");
      const key = buildScopeKey({ serviceName: reader.serviceName, ...scope });
      checkNames(key, parseScope(key));
      const found = lookup(key);
      return found === undefined ? undefined : read(reader, key, found).value;
    },
    readOne(reader: ExportReader, pattern: Scope): Exported<never> | undefined {
      begin(reader, () => "exports with one(…)");
      const found = select(reader, entries(reader.serviceName), pattern);
      if (found.length > 1) fail(severalExports, { key: `exports.one(${JSON.stringify(pattern)})`, keys: found.map((each) => each.key) });
      return found[0];
    },
    readSelected(reader: ExportReader, pattern: ScopePattern | undefined): readonly Exported<never>[] {
      begin(reader, () => "exports with select(…)");
      return select(reader, entries(reader.serviceName), pattern);
    },
    readContract(reader: ExportReader, contract: ExportsContract, pattern: ScopePattern | undefined): readonly Exported<never>[] {
      begin(reader, () => `the contract ${JSON.stringify(contract.name)}`);
      const found: Exported<never>[] = [];
      for (const service of services) {
        const asOwn = isSameContract(service.contract, contract);
        if (!asOwn && !service.provides.some((each) => isSameContract(each, contract))) continue;
        for (const each of select(reader, entries(service.name), pattern)) {
          if (asOwn) found.push(each);
          // A contract that an export does not set is null there; looking is reading, since the answer depends on it.
          else if ((each.value as { readonly [name: string]: unknown })[contract.name] !== null) found.push(under(each, contract.name));
        }
      }
      return found.sort((a, b) => byName(a.key, b.key));
    },
    readKeys(reader: ExportReader): readonly string[] {
      begin(reader, () => "the keys of exports");
      return allEntries().map(([key]) => key);
    },
  };
}

/** Contracts are the same by name and options, so that two copies of the package that declares one agree. */
function isSameContract(a: ExportsContract | undefined, b: ExportsContract): boolean {
  return a !== undefined && (a === b || (a.name === b.name && Object.keys(a.options).join() === Object.keys(b.options).join()));
}

function under(exported: Exported<never>, name: string): Exported<never> {
  return {
    scope: exported.scope,
    key: exported.key,
    get value() {
      return (exported.value as { readonly [name: string]: unknown })[name] as never;
    },
  };
}

function entry(key: string, options: OptionTree | undefined, writers: readonly ModuleLike[]): Entry {
  const scope = parseScope(key);
  if (options !== undefined) {
    const evaluation = evalModules({ modules: [{ options }, ...writers], prefix: ["exports", key] });
    return { scope, evaluation, value: () => evaluation.config };
  }
  // Without declared fields the whole value is one option: any JSON value, merged as such.
  const modules = writers.map((module) => ({ ...module, config: { value: (module as { config: unknown }).config } }));
  const evaluation = evalModules({ modules: [{ options: freeForm }, ...modules], prefix: ["exports", key] });
  return { scope, evaluation, value: () => (evaluation.config as { value: unknown }).value };
}

const freeForm = { value: option(t.anything, { description: "Any JSON value." }) };

/** The options of a service's export values: its own fields, and each contract it provides under that contract's name. */
export function exportOptions(own: OptionTree | ExportsContract | undefined, provides: readonly ExportsContract[]): OptionTree | undefined {
  if (own === undefined && provides.length === 0) return undefined;
  const fields: { [name: string]: OptionTree[string] } = { ...(isExportsContract(own) ? own.options : own) };
  for (const contract of provides) fields[contract.name] = option(t.nullOr(t.submodule(contract.options)), { default: null });
  return fields;
}
