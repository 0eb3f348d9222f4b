/** `exports` as services receive it: methods, and the seed's string keys. Every read of an export is recorded. */
import { fail, isPlainObject, showValue, type Site } from "@troupe/modules";
import type { KnownNames } from "../model/names.ts";
import { nameHint } from "../clusters/known-names.ts";
import { exportsReadTooEarly, exportsReadWhileNesting, severalExports, unknownScopePart } from "../diagnostics.ts";
import { byName } from "../names.ts";
import type { Exported, ExportsMethods } from "../model/exports.ts";
import type { ExportsContract } from "../model/contract.ts";
import { isSameContract } from "./contract.ts";
import type { ExportEntry } from "../model/export-store.ts";
import { buildScopeKey, checkParts, parseScope, scopePredicate } from "./scope.ts";
import type { Scope, ScopePattern } from "../model/scope.ts";
import { type ScopePlace, withIds } from "./scope-names.ts";
import { type Selectable, selection } from "./selection.ts";
import type { ExportStore } from "../model/export-store.ts";

/** A reader of exports: a call of perInstance or perMachine. */
export interface ExportReader {
  /** "perInstance of role replica …". */
  readonly caller: string;
  readonly site: Site;
  readonly serviceName: string;
  /** The cluster whose names it means; undefined outside of clusters. */
  readonly cluster: string | undefined;
  /** True while the call itself runs: nothing can be read yet. */
  running: boolean;
  /** The keys read so far; undefined as long as there are none. */
  reads: Set<string> | undefined;
  /** True if it asked which exports there are, so that it may depend on one that is not there yet. */
  looked: boolean;
}

/** The target of the proxy that one call has as `exports`. */
interface Target {
  readonly store: () => ExportStore;
  readonly reader: ExportReader;
  methods: ExportsMethods<unknown, string> | undefined;
}

/**
 * The `exports` of one call. A Proxy, because a string key that names something unknown must be a diagnostic and not
 * `undefined`, and because reading is what is recorded.
 */
export function createExportsReader(store: () => ExportStore, reader: ExportReader): object {
  return new Proxy<Target>({ store, reader, methods: undefined }, handler);
}

const isKey = (key: PropertyKey): key is string => typeof key === "string" && key.includes(":");

const handler: ProxyHandler<Target> = {
  get: (target, key) => (isKey(key) ? readKey(target, key) : Reflect.get((target.methods ??= methodsOf(target)), key)),
  has: (target, key) => (isKey(key) ? has(target, key) : Reflect.has((target.methods ??= methodsOf(target)), key)),
  // selectExports(…, exports) and Object.keys(exports) see the keys alone; the read of a value is recorded when it
  // happens.
  ownKeys: (target) => [...look(target, () => "which exports there are").keys()],
  getOwnPropertyDescriptor: (target, key) =>
    isKey(key) && has(target, key)
      ? { configurable: true, enumerable: true, get: () => readKey(target, key) }
      : undefined,
  set: () => false,
};

/** Returns the store once its exports may be read, and records that the call asked which exports exist. */
function look(target: Target, what: () => string): ExportStore {
  const store = begin(target, what);
  target.reader.looked = true;
  return store;
}

/** Returns the store once its exports may be read. */
function begin({ store, reader }: Target, what: () => string): ExportStore {
  if (reader.running) fail(exportsReadTooEarly, { caller: reader.caller, what: what() });
  const exports = store();
  if (exports.isPending()) fail(exportsReadWhileNesting, { caller: reader.caller, what: what() });
  return exports;
}

const exported = (target: Target, entry: ExportEntry): Exported<never> => ({
  scope: entry.scope,
  key: entry.key,
  get value() {
    return readEntry(target, entry) as never;
  },
});

function readEntry({ reader }: Target, { key, value }: ExportEntry): unknown {
  (reader.reads ??= new Set()).add(key);
  return value();
}

function readKey(target: Target, key: string): unknown {
  const found = resolveKey(
    begin(target, () => `the export ${JSON.stringify(key)}`),
    key,
    target.reader,
  );
  // Another export could match as well or better, so the call depends on which exports exist.
  if (found?.key !== key) target.reader.looked = true;
  return found === undefined ? undefined : readEntry(target, found);
}

const has = (target: Target, key: string): boolean => {
  const store = look(target, () => "which exports there are");
  if (store.lookup(key) !== undefined) return true;
  return (
    store.lookup(buildScopeKey(withIds(parseScope(key), store.scopeNames, placeOf(key, target.reader)))) !== undefined
  );
};

function methodsOf(target: Target): ExportsMethods<unknown, string> & Selectable {
  const { reader } = target;
  const { serviceName } = reader;
  const select = (pattern: ScopePattern, entries: Iterable<ExportEntry>): Exported<never>[] => {
    const matches = scopePredicate(pattern);
    const found: Exported<never>[] = [];
    for (const entry of entries) if (matches(entry.scope)) found.push(exported(target, entry));
    return found;
  };
  /** The pattern with ids in it, once every name in it is known to exist; `around` is how it is written. */
  const checked = (
    store: ExportStore,
    pattern: ScopePattern,
    around: readonly [string, string],
    own: Scope = {},
  ): ScopePattern => {
    if (!isPlainObject(pattern)) return pattern;
    checkParts(pattern);
    const where = around.join(showValue(pattern));
    const meant = withIds<Scope>({ ...own, ...pattern }, store.scopeNames, { where, cluster: reader.cluster });
    checkNames(store, meant, where, reader);
    return meant;
  };
  const ofContract = (store: ExportStore, contract: ExportsContract, pattern: ScopePattern): Exported<never>[] =>
    store.services().flatMap((service) => {
      const isOwn = service.contract !== undefined && isSameContract(service.contract, contract);
      if (!isOwn && !service.provides.some((each) => isSameContract(each, contract))) return [];
      const found = select(pattern, store.ofService(service.name));
      // A contract that an export does not set is null there; looking is reading, since the answer depends on it.
      return isOwn ? found : found.map((each) => underName(each, contract.name)).filter(({ value }) => value !== null);
    });

  return {
    get(scope) {
      const store = begin(target, () => "exports with get(…)");
      const written = buildScopeKey({ ...scope, serviceName });
      const found = store.lookup(written) ?? store.lookup(withIdsIn(store, written, reader));
      if (found?.key !== written) reader.looked = true;
      return (found === undefined ? undefined : readEntry(target, found)) as never;
    },
    one(pattern = {}) {
      const store = look(target, () => "exports with one(…)");
      const found = select(
        checked(store, pattern, ["exports.one(", ")"], { serviceName }),
        store.ofService(serviceName),
      );
      if (found.length > 1)
        fail(severalExports, { key: `exports.one(${showValue(pattern)})`, keys: found.map(({ key }) => key) });
      return found[0] as never;
    },
    select(pattern = {}) {
      const store = look(target, () => "exports with select(…)");
      return select(
        checked(store, pattern, ["exports.select(", ")"], { serviceName }),
        store.ofService(serviceName),
      ) as never;
    },
    from(contract, pattern = {}) {
      const store = look(target, () => `the contract ${JSON.stringify(contract.name)}`);
      const meant = checked(store, pattern, [`exports.from(${contract.name}, `, ")"]);
      return ofContract(store, contract, meant).toSorted((a, b) => byName(a.key, b.key));
    },
    [selection](pattern) {
      const store = look(target, () => "exports with selectExports(…)");
      const meant = checked(store, pattern, ["selectExports(", ", exports)"]);
      const matches = scopePredicate(meant);
      const selected: { [key: string]: unknown } = {};
      for (const entry of typeof meant === "function" || meant.serviceName === undefined
        ? store.all()
        : store.ofService(meant.serviceName)) {
        if (!matches(entry.scope)) continue;
        Object.defineProperty(selected, entry.key, {
          configurable: true,
          enumerable: true,
          get: () => readEntry(target, entry),
        });
      }
      return selected;
    },
  };
}

/**
 * The export that a string key stands for: that of the key itself, or for a role without data of its own that of its
 * only member.
 */
function resolveKey(store: ExportStore, written: string, reader: ExportReader): ExportEntry | undefined {
  // Ids are meant as they stand, so that a key that has an export means that one.
  const exact = store.lookup(written);
  if (exact !== undefined) return exact;
  const key = withIdsIn(store, written, reader);
  const found = store.lookup(key);
  if (found !== undefined) return found;
  const { serviceName, instanceName, roleName, machineName } = parseScope(key);
  if (serviceName === "" || instanceName === "" || roleName === "" || machineName !== "") return undefined;
  const members = store.ofMembers(key);
  if (members.length > 1) fail(severalExports, { key: JSON.stringify(key), keys: members.map((member) => member.key) });
  return members[0];
}

/** The key with ids in it, once every name in it is known to exist. */
function withIdsIn(store: ExportStore, key: string, reader: ExportReader): string {
  const scope = parseScope(key);
  const place = placeOf(key, reader);
  const meant = withIds(scope, store.scopeNames, place);
  checkNames(store, meant, place.where, reader);
  return meant === scope ? key : buildScopeKey(meant);
}

const placeOf = (key: string, { cluster }: ExportReader): ScopePlace => ({
  where: `the export scope ${JSON.stringify(key)}`,
  cluster,
});

/** Every part that a scope names must exist. */
function checkNames(store: ExportStore, scope: Scope, where: string, reader: ExportReader): void {
  const { serviceName = "", instanceName = "", roleName = "", machineName = "" } = scope;
  const { instances, machines } = store.scopeNames;
  const service = store.service(serviceName);
  const services = service === undefined ? store.services() : [service];
  const check = (part: string, value: string, among: readonly Names[], hintOf = store.nearest): void => {
    if (value === "" || among.some((names) => names.has(value))) return;
    reader.looked = true;
    const all = among.flatMap((names) => [...names.keys()]);
    fail(unknownScopePart, { where, part, value }, { hint: hintOf(value, all) });
  };
  const called = (names: KnownNames, things: string) => (name: string, ids: Iterable<string>) =>
    nameHint(names, name, { cluster: reader.cluster, things, nearest: store.nearest, ids });
  check("service", serviceName, [store.names()]);
  check(
    "instance",
    instanceName,
    services.map((each) => each.instances),
    called(instances, "Instances"),
  );
  check(
    "role",
    roleName,
    services.map(({ roles }) => roles),
  );
  check("machine", machineName, [machines.ids()], called(machines, "Machines"));
}

type Names = Pick<ReadonlySet<string>, "has" | "keys">;

function underName(exported: Exported<never>, name: string): Exported<never> {
  return {
    scope: exported.scope,
    key: exported.key,
    get value() {
      return (exported.value as { readonly [name: string]: unknown })[name] as never;
    },
  };
}
