/** All exports of an evaluation: who writes which scope, and what its value is. */
import type { Diagnostic, ModuleLike, Site } from "@troupe/modules";
import { byName, nearestName } from "../names.ts";
import { groupBy, remember } from "../remember.ts";
import type { ExportsRecord, Json } from "./types.ts";
import { jsonIfAny } from "../json-of.ts";
import type { Meta } from "../service/context.ts";
import type { ExportsContract } from "./contract.ts";
import { type ExportEntry, exportEntry, type Writer } from "./entry.ts";
import { buildScopeKey, parseScope } from "./scope.ts";
import type { ScopeNames } from "./scope-names.ts";

/** What the store must know about a service: its declared exports, and how to learn what its members write. */
export interface ExportingService {
  readonly name: string;
  /** Its roles and instances: what a scope may name. */
  readonly roles: ReadonlySet<string>;
  readonly instances: ReadonlySet<string>;
  /** What declares the options of its values; undefined: any JSON value. */
  readonly declared: readonly ModuleLike[] | undefined;
  /** The contract it declares as its own, and those it provides besides. */
  readonly contract: ExportsContract | undefined;
  readonly provides: readonly ExportsContract[];
  /** Runs all its perInstance and perMachine. */
  readonly records: () => readonly ExportsRecord[];
}

/** All services that export. */
export interface ExportingServices {
  readonly all: () => readonly ExportingService[];
  /** True while it is being found out which there are: nothing can be read then. */
  readonly isPending: () => boolean;
}

/** Definitions from the inventory's own `exports` section. */
export type InventoryExports = ReadonlyMap<string, readonly { readonly value: unknown; readonly site: Site }[]>;

/** The exports under one service's name. */
interface ServiceExports {
  /** In byte order of their keys. */
  readonly entries: ReadonlyMap<string, ExportEntry>;
  /** Those of machines, by the key of their role. */
  readonly ofRole: ReadonlyMap<string, readonly ExportEntry[]>;
}

/** See {@link createExportStore}. */
export type ExportStore = ReturnType<typeof createExportStore>;

/** The store of one evaluation. Nothing is computed before somebody reads. `scopeNames` are what scopes may call things. */
export function createExportStore(services: ExportingServices, scopeNames: ScopeNames, own: InventoryExports, meta: Meta) {
  let indexed: ReadonlyMap<string, ExportingService> | undefined;
  const byServiceName = () => (indexed ??= new Map(services.all().map((service) => [service.name, service])));
  const ownKeys = groupBy(own.keys(), (key) => parseScope(key).serviceName);
  const known = new Map<string, ServiceExports>();

  /** The exports under a service's name; "" for those of no service. */
  const under = (serviceName: string): ServiceExports => remember(known, serviceName, () => collect(serviceName));

  function collect(serviceName: string): ServiceExports {
    const service = byServiceName().get(serviceName);
    const writers = new Map<string, Writer[]>();
    const add = (key: string, config: unknown, site: Site) => remember(writers, key, (): Writer[] => []).push({ site, config });
    for (const key of ownKeys.get(serviceName) ?? []) for (const { value, site } of own.get(key)!) add(key, value, site);
    for (const { key, value, site } of service?.records() ?? []) add(key, value, site);
    const keys = [...writers.keys()].toSorted(byName);
    const entries = new Map(keys.map((key) => [key, exportEntry(key, service?.declared, writers.get(key)!, meta)]));
    const ofMachines = [...entries.values()].filter(({ scope }) => scope.machineName !== "");
    return { entries, ofRole: groupBy(ofMachines, ({ scope }) => buildScopeKey({ ...scope, machineName: "" })) };
  }

  const lookup = (key: string): ExportEntry | undefined => under(key.slice(0, key.indexOf(":"))).entries.get(key);
  const asJson = new Map<string, Json>();
  let sorted: readonly ExportEntry[] | undefined;
  const all = (): readonly ExportEntry[] =>
    (sorted ??= [...new Set(["", ...byServiceName().keys(), ...ownKeys.keys()])]
      .flatMap((name) => [...under(name).entries.values()])
      .toSorted((a, b) => byName(a.key, b.key)));

  return {
    isPending: services.isPending,
    services: (): readonly ExportingService[] => [...byServiceName().values()],
    names: (): Pick<ReadonlySet<string>, "has" | "keys"> => byServiceName(),
    service: (name: string): ExportingService | undefined => byServiceName().get(name),
    scopeNames,
    /** The hint for a name that does not exist. */
    nearest: nearestName(),
    /** Every export, in byte order of the keys. */
    all,
    lookup,
    /** The exports of a service, in byte order of their keys. */
    ofService: (name: string): Iterable<ExportEntry> => under(name).entries.values(),
    /** The exports that members of a role wrote for their machine; `key` is that of the role. */
    ofMembers: (key: string): readonly ExportEntry[] => under(parseScope(key).serviceName).ofRole.get(key) ?? [],
    /** Every key that has a value, in byte order. */
    keys: (): readonly string[] => all().map(({ key }) => key),
    /** The value of a key, or undefined; nobody is recorded as its reader. */
    value: (key: string): unknown => lookup(key)?.value(),
    /** The same as JSON, for all who tell what somebody has read. */
    json: (key: string): Json => remember(asJson, key, () => jsonIfAny(() => lookup(key)?.value())),
    /** The evaluation of one export, for `explain`. */
    evaluation: (key: string) => lookup(key)?.evaluation,
    /** Where in that evaluation its value is. */
    root: (key: string): readonly string[] => lookup(key)?.root ?? [],
    /** All problems in all values. */
    diagnostics: (): readonly Diagnostic[] => all().flatMap((each) => each.problems()),
  };
}
