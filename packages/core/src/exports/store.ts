/** All exports of an evaluation: who writes which scope, and what its value is. */
import type { Site } from "@troupe/modules";
import { byName, nearestName } from "../names.ts";
import { groupBy } from "../collections.ts";
import { memoize } from "../memoize.ts";
import type { Json } from "../model/json.ts";
import { jsonIfAny } from "../json-conversion.ts";
import type { Meta } from "../model/meta.ts";
import type { ExportEntry, ExportingService, ExportStore } from "../model/export-store.ts";
import { exportEntry, type Writer } from "./entry.ts";
import { buildScopeKey, parseScope } from "./scope.ts";
import type { ScopeNames } from "../model/scope.ts";

/** All services that export. */
export interface ExportingServices {
  readonly all: () => readonly ExportingService[];
  /** True while nested services are being expanded: no export can be read then. */
  readonly isPending: () => boolean;
}

/** Definitions from the inventory's own `exports` section. */
export type InventoryExports = ReadonlyMap<string, readonly { readonly value: unknown; readonly site: Site }[]>;

/** The exports under one service's name. */
interface ServiceExports {
  /** In byte order of their keys. */
  readonly entries: ReadonlyMap<string, ExportEntry>;
  /** The exports of machines, by the key of their role. */
  readonly ofRole: ReadonlyMap<string, readonly ExportEntry[]>;
}

/**
 * The store of one evaluation. Values are computed when they are read. `scopeNames` are what scopes may call things.
 */
export function createExportStore(
  services: ExportingServices,
  scopeNames: ScopeNames,
  own: InventoryExports,
  meta: Meta,
): ExportStore {
  let indexed: ReadonlyMap<string, ExportingService> | undefined;
  const byServiceName = () => (indexed ??= new Map(services.all().map((service) => [service.name, service])));
  const ownKeys = groupBy(own.keys(), (key) => parseScope(key).serviceName);
  const known = new Map<string, ServiceExports>();

  /** The exports under a service's name; "" for those of no service. */
  const under = (serviceName: string): ServiceExports => memoize(known, serviceName, () => collect(serviceName));

  function collect(serviceName: string): ServiceExports {
    const service = byServiceName().get(serviceName);
    const writers = new Map<string, Writer[]>();
    const add = (key: string, config: unknown, site: Site) =>
      memoize(writers, key, (): Writer[] => []).push({ site, config });
    for (const key of ownKeys.get(serviceName) ?? [])
      for (const { value, site } of own.get(key)!) add(key, value, site);
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
    services: () => [...byServiceName().values()],
    names: byServiceName,
    service: (name) => byServiceName().get(name),
    scopeNames,
    nearest: nearestName(),
    all,
    lookup,
    ofService: (name) => under(name).entries.values(),
    ofMembers: (key) => under(parseScope(key).serviceName).ofRole.get(key) ?? [],
    keys: () => all().map(({ key }) => key),
    value: (key) => lookup(key)?.value(),
    json: (key) => memoize(asJson, key, () => jsonIfAny(() => lookup(key)?.value())),
    evaluation: (key) => lookup(key)?.evaluation,
    root: (key) => lookup(key)?.root ?? [],
    diagnostics: () => all().flatMap((each) => each.problems()),
  };
}
