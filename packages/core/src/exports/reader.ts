/** `exports` as services receive it: methods, and the seed's string keys. Every read is recorded. */
import { fail, type Site } from "@troupe/modules";
import { exportsReadTooEarly, exportsReadWhileNesting, severalExports, unknownScopePart } from "../diagnostics.ts";
import { byName } from "../names.ts";
import type { Exported, ExportsMethods } from "./types.ts";
import { type ExportsContract, isSameContract } from "./contract.ts";
import type { ExportEntry } from "./entry.ts";
import { buildScopeKey, parseScope, type ScopePattern, scopePredicate } from "./scope.ts";
import type { ExportStore } from "./store.ts";

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

/**
 * The `exports` of one call. A Proxy, because a string key that names something unknown must be a diagnostic and not `undefined`,
 * and because reading is what is recorded.
 */
export function createExportsReader(store: ExportStore, reader: ExportReader): object {
  const begin = (what: () => string): void => {
    if (reader.running) fail(exportsReadTooEarly, { caller: reader.caller, what: what() });
    if (store.isPending()) fail(exportsReadWhileNesting, { caller: reader.caller, what: what() });
  };
  const exported = ({ key, scope, value }: ExportEntry): Exported<never> => ({
    scope,
    key,
    get value() {
      reader.reads.add(key);
      return value() as never;
    },
  });
  const select = (pattern: ScopePattern | undefined, entries: Iterable<ExportEntry>): Exported<never>[] => {
    const matches = pattern === undefined ? () => true : scopePredicate(pattern);
    const found: Exported<never>[] = [];
    for (const entry of entries) if (matches(entry.scope)) found.push(exported(entry));
    return found;
  };
  const ofContract = (contract: ExportsContract, pattern: ScopePattern | undefined): Exported<never>[] =>
    store.services().flatMap((service) => {
      const isOwn = service.contract !== undefined && isSameContract(service.contract, contract);
      if (!isOwn && !service.provides.some((each) => isSameContract(each, contract))) return [];
      const found = select(pattern, store.ofService(service.name));
      // A contract that an export does not set is null there; looking is reading, since the answer depends on it.
      return isOwn ? found : found.map((each) => underName(each, contract.name)).filter(({ value }) => value !== null);
    });

  const methods: ExportsMethods<unknown, string> = {
    get(scope) {
      begin(() => "exports with get(…)");
      const key = buildScopeKey({ ...scope, serviceName: reader.serviceName });
      checkNames(store, key);
      const found = store.lookup(key);
      return (found === undefined ? undefined : exported(found).value) as never;
    },
    one(pattern) {
      begin(() => "exports with one(…)");
      const found = select(pattern, store.ofService(reader.serviceName));
      if (found.length > 1) fail(severalExports, { key: `exports.one(${JSON.stringify(pattern)})`, keys: found.map(({ key }) => key) });
      return found[0] as never;
    },
    select(pattern) {
      begin(() => "exports with select(…)");
      return select(pattern, store.ofService(reader.serviceName)) as never;
    },
    from(contract, pattern) {
      begin(() => `the contract ${JSON.stringify(contract.name)}`);
      return ofContract(contract, pattern).toSorted((a, b) => byName(a.key, b.key));
    },
  };
  const readKey = (key: string): unknown => {
    begin(() => `the export ${JSON.stringify(key)}`);
    const found = resolveKey(store, key);
    return found === undefined ? undefined : exported(found).value;
  };
  const isKey = (key: PropertyKey): key is string => typeof key === "string" && key.includes(":");
  const has = (key: string): boolean => {
    begin(() => "which exports there are");
    return store.lookup(key) !== undefined;
  };
  return new Proxy(methods, {
    get: (target, key) => (isKey(key) ? readKey(key) : Reflect.get(target, key)),
    has: (target, key) => (isKey(key) ? has(key) : Reflect.has(target, key)),
    // What selectExports(…, exports) and Object.keys(exports) see: the keys alone; reading a value is recorded when it happens.
    ownKeys() {
      begin(() => "which exports there are");
      return [...store.keys()];
    },
    getOwnPropertyDescriptor: (_, key) =>
      isKey(key) && has(key) ? { configurable: true, enumerable: true, get: () => readKey(key) } : undefined,
    set: () => false,
  });
}

/** The export that a string key stands for: that of the key itself, or for a role without data of its own that of its only member. */
function resolveKey(store: ExportStore, key: string): ExportEntry | undefined {
  checkNames(store, key);
  const found = store.lookup(key);
  if (found !== undefined) return found;
  const { serviceName, instanceName, roleName, machineName } = parseScope(key);
  if (serviceName === "" || instanceName === "" || roleName === "" || machineName !== "") return undefined;
  const members = store.ofMembers(key);
  if (members.length > 1) fail(severalExports, { key: JSON.stringify(key), keys: members.map((member) => member.key) });
  return members[0];
}

/** Every part that a key names must exist. */
function checkNames(store: ExportStore, key: string): void {
  const { serviceName, instanceName, roleName, machineName } = parseScope(key);
  const service = store.service(serviceName);
  const services = service === undefined ? store.services() : [service];
  const known = [
    ["service", serviceName, [store.names()]],
    ["instance", instanceName, services.map(({ instances }) => instances)],
    ["role", roleName, services.map(({ roles }) => roles)],
    ["machine", machineName, [store.machines]],
  ] as const;
  for (const [part, value, among] of known) {
    if (value === "" || among.some((names) => names.has(value))) continue;
    const all = among.flatMap((names) => [...names.keys()]);
    fail(unknownScopePart, { key, part, value }, { hint: store.nearest(value, all) });
  }
}

function underName(exported: Exported<never>, name: string): Exported<never> {
  return {
    scope: exported.scope,
    key: exported.key,
    get value() {
      return (exported.value as { readonly [name: string]: unknown })[name] as never;
    },
  };
}
