/** Clan's inventory as one of Troupe: `inventory.json` of a clan, or the inventory that clan-core serializes. */
import { type Diagnostic, isPlainObject, mkDefault, type Site } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import { readInstance } from "./instance-reader.ts";
import { readMachine, readTags } from "./machine-reader.ts";
import { type ClanReader, eachProperty, keep, knownProperties, leaveOut, type Path } from "./reader.ts";

/** An `inventory.json` of Troupe. */
export interface ReadFromClan {
  readonly inventory: { readonly [section: string]: unknown };
  /** TRP3241 for parts that have no meaning in Troupe. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The context of the file. */
export interface ClanContext {
  readonly site?: Site;
  /** Further machines of the clan: folders below `machines`. */
  readonly folders?: readonly string[];
}

/**
 * Returns an inventory of Clan as one of Troupe. Services of clan-core become services of the input `clan-core`, which
 * `inputs` must name.
 *
 * @throws TRP3242 for a value that is no inventory of Clan
 * @example
 * const { inventory } = fromClan({ machines: { jon: { machineClass: "darwin", installedAt: null } }, instances: { sshd: {} } });
 * inventory["machines"]; // => { jon: { class: "darwin" } }
 * inventory["instances"]; // => { sshd: { module: { name: "sshd", input: "clan-core" } } }
 */
export function fromClan(value: unknown, { site = {}, folders = [] }: ClanContext = {}): ReadFromClan {
  const diagnostics: Diagnostic[] = [];
  const reader: ClanReader = { site, report: (diagnostic) => void diagnostics.push(diagnostic) };
  const sections = knownProperties(reader, value, [], {
    meta: (meta, path) => ["meta", readMeta(reader, meta, path)],
    machines: (machines, path) => [
      "machines",
      eachProperty(reader, machines, path, (name, machine, at) => [name, readMachine(reader, name, machine, at)]),
    ],
    tags: (tags, path) => ["tags", readTags(reader, tags, path, value)],
    instances: (instances, path) => [
      "instances",
      eachProperty(reader, instances, path, (name, instance, at) => [name, readInstance(reader, name, instance, at)]),
    ],
    modules: (_, path) =>
      leaveOut(
        reader,
        path,
        "Clan itself takes no notice of it",
        "Services stand in `services`, or in a collection that `inputs` names.",
      ),
    services: (_, path) => leaveOut(reader, path, "Clan has removed it; what it said stands in `instances` since"),
  }) as { readonly meta?: unknown; readonly machines?: unknown };
  const inventory = { ...sections, meta: withDomain(sections.meta), machines: withFolders(sections.machines, folders) };
  return { inventory, diagnostics };
}

/** Sets the domain to `clan`, Clan's default, where the inventory does not set one. */
function withDomain(meta: unknown): unknown {
  if (meta !== undefined && !isPlainObject(meta)) return meta;
  return tagOf(meta) === undefined && meta?.["domain"] === undefined ? { ...meta, domain: mkDefault("clan") } : meta;
}

function withFolders(machines: unknown, folders: readonly string[]): unknown {
  if (tagOf(machines) !== undefined || (machines !== undefined && !isPlainObject(machines))) return machines;
  const others = folders.filter((name) => machines === undefined || !Object.hasOwn(machines, name));
  return { ...machines, ...Object.fromEntries(others.map((name) => [name, { class: "nixos" }])) };
}

function readMeta(reader: ClanReader, value: unknown, path: Path): unknown {
  const { domain = null } = isPlainObject(value) ? value : {};
  return knownProperties(reader, value, path, {
    name: keep,
    description: keep,
    domain: keep,
    tld: (tld, at) => {
      if (domain === null) return ["domain", tld];
      return domain === tld ? undefined : leaveOut(reader, at, "`domain` counts instead");
    },
    icon: (_, at) => leaveOut(reader, at, "nothing here shows it"),
  });
}
