/** Clan's inventory in our words: `inventory.json` of a clan, or what clan-core makes of all its parts. */
import { parseTargetHost } from "@troupe/core";
import { type Diagnostic, isPlainObject, mkDefault, type Site, tagOf } from "@troupe/modules";
import { readSettings } from "./read-settings.ts";
import { clanCore } from "./types.ts";
import { type ClanReader, eachProperty, inside, keep, knownProperties, leaveOut, type Path, type PropertyRule } from "./unwrap.ts";

/** An `inventory.json` of ours. */
export interface ReadFromClan {
  readonly inventory: { readonly [section: string]: unknown };
  /** TRP3241 for what means nothing here. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is known besides the file itself. */
export interface ClanContext {
  readonly site?: Site;
  /** Machines that the clan has besides: folders below `machines`. */
  readonly folders?: readonly string[];
}

/**
 * An inventory of Clan's as one of ours. Its machines are of class `nixos` or `darwin`, and services of clan-core are those of an input
 * `clan-core`, which `inputs` has to name.
 *
 * @throws TRP3242 for what is no inventory of Clan's
 * @example
 * const { inventory } = fromClan({ machines: { jon: { machineClass: "darwin", installedAt: null } }, instances: { sshd: {} } });
 * inventory["machines"]; // => { jon: { class: "darwin" } }
 * inventory["instances"]; // => { sshd: { module: { name: "sshd", input: "clan-core" } } }
 */
export function fromClan(value: unknown, { site = {}, folders = [] }: ClanContext = {}): ReadFromClan {
  const diagnostics: Diagnostic[] = [];
  const reader: ClanReader = { site, report: (each) => void diagnostics.push(each) };
  const written = knownProperties(reader, value, [], {
    meta: (meta, path) => ["meta", readMeta(reader, meta, path)],
    machines: (machines, path) => [
      "machines",
      eachProperty(reader, machines, path, (name, each, at) => [name, readMachine(reader, name, each, at)]),
    ],
    tags: (tags, path) => ["tags", readTags(reader, tags, path, value)],
    instances: (instances, path) => [
      "instances",
      eachProperty(reader, instances, path, (name, each, at) => [name, readInstance(reader, name, each, at)]),
    ],
    modules: (_, path) =>
      leaveOut(reader, path, "Clan itself takes no notice of it", "Services stand in `services`, or in a collection that `inputs` names."),
    services: (_, path) => leaveOut(reader, path, "Clan has removed it; what it said stands in `instances` since"),
  }) as { readonly meta?: unknown; readonly machines?: unknown };
  const inventory = { ...written, meta: withDomain(written.meta), machines: withFolders(written.machines, folders) };
  return { inventory, diagnostics };
}

/** Where nobody says it, not in Nix either, Clan's domain is `clan`. */
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

function readMachine(reader: ClanReader, name: string, value: unknown, path: Path): unknown {
  const rules: { readonly [name: string]: PropertyRule } = {
    name: (own, at) => (own === name ? undefined : leaveOut(reader, at, `the machine is called ${name}, as its key says`)),
    description: keep,
    machineClass: (own) => ["class", own],
    tags: (own, at) => ["tags", withoutComputed(reader, own, at, isPlainObject(value) ? (value["machineClass"] ?? "nixos") : undefined)],
    deploy: (own, at) => unlessEmpty("deploy", readDeploy(reader, own, at)),
    icon: (_, at) => leaveOut(reader, at, "nothing here shows it"),
    installedAt: (_, at) => leaveOut(reader, at, "`troupe status` asks the machines themselves"),
  };
  return inside(value, path, (content, at) => {
    const read = knownProperties(reader, content, at, rules) as { readonly class?: unknown };
    return "class" in read ? read : { class: "nixos", ...read };
  });
}

/** What clan-core makes of an inventory has computed tags on the machines; they are computed here too. */
function withoutComputed(reader: ClanReader, tags: unknown, path: Path, machineClass: unknown): unknown {
  if (!Array.isArray(tags)) return tags;
  return tags.filter((tag: unknown, index) => {
    if (!computedTags.has(tag)) return true;
    const isCarried = tag === "all" || tag === machineClass || tagOf(machineClass) !== undefined;
    if (!isCarried) leaveOut(reader, [...path, String(index)], `only machines of class ${String(tag)} carry that tag`);
    return false;
  });
}

const computedTags: ReadonlySet<unknown> = new Set(["all", "nixos", "darwin"]);

function readDeploy(reader: ClanReader, value: unknown, path: Path): unknown {
  return knownProperties(reader, value, path, {
    targetHost: (target, at) => ["targetHost", inside(target, at, (host, place) => readTarget(reader, host, place))],
    buildHost: (_, at) => leaveOut(reader, at, "systems are built on this computer or on the machine itself", "See troupe plan --nix."),
    forwardAgent: (_, at) => leaveOut(reader, at, "ssh is configured in its own configuration", "Write ForwardAgent into ~/.ssh/config."),
  });
}

/** `ssh://user@host:port?option=value`; without a user Clan means root. */
function readTarget(reader: ClanReader, target: unknown, path: Path): unknown {
  if (typeof target !== "string") return target;
  const [host = "", options] = target.replace(/^ssh:\/\//, "").split("?");
  if (options !== undefined)
    leaveOut(reader, path, "options of ssh stand in its own configuration", `Write ${options} into ~/.ssh/config.`, `?${options}`);
  return parseTargetHost(host)?.user === undefined ? `root@${host}` : host;
}

/** Members of computed tags are computed; only where somebody overrides them is that something else. */
function readTags(reader: ClanReader, value: unknown, path: Path, whole: unknown): unknown {
  const machines = isPlainObject(whole) && isPlainObject(whole["machines"]) ? whole["machines"] : {};
  return eachProperty(reader, value, path, (tag, members, at) => {
    if (!computedTags.has(tag)) return [tag, members];
    const expected = Object.keys(machines).filter((name) => tag === "all" || classOf(machines[name]) === tag);
    const isComputed =
      Array.isArray(members) && [...(members as readonly unknown[])].toSorted().join("\0") === expected.toSorted().join("\0");
    return isComputed
      ? undefined
      : leaveOut(reader, at, "it is computed, and cannot be overridden", "Give these machines a tag of another name.");
  });
}

const classOf = (machine: unknown): unknown => (isPlainObject(machine) ? (machine["machineClass"] ?? "nixos") : undefined);

function readInstance(reader: ClanReader, name: string, value: unknown, path: Path): unknown {
  return inside(value, path, (content, at) => {
    const read = knownProperties(reader, content, at, {
      module: (module, place) => ["module", readModule(reader, name, module, place)],
      roles: (roles, place) => ["roles", eachProperty(reader, roles, place, (role, each, below) => [role, readRole(reader, each, below)])],
    }) as object;
    return "module" in read ? read : { module: { name, input: clanCore }, ...read };
  });
}

/** Without an input a service is clan-core's, without a name it is called like the instance. */
function readModule(reader: ClanReader, name: string, value: unknown, path: Path): unknown {
  return inside(value, path, (content, at) => {
    const module = knownProperties(reader, content, at, { name: keep, input: keep }) as {
      readonly name?: unknown;
      readonly input?: unknown;
    };
    const { input = clanCore, ...rest } = module;
    return { name, ...rest, ...(input !== "self" && { input }) };
  });
}

const unlessEmpty = (name: string, value: unknown) =>
  isPlainObject(value) && Object.keys(value).length === 0 ? undefined : ([name, value] as const);

function readRole(reader: ClanReader, value: unknown, path: Path): unknown {
  const settings: PropertyRule = (own, at) => unlessEmpty("settings", readSettings(reader, own, at));
  const places: PropertyRule = (own, at, key) => [
    key,
    eachProperty(reader, own, at, (name, each, below) => [name, knownProperties(reader, each, below, { settings })]),
  ];
  return knownProperties(reader, value, path, {
    settings,
    machines: places,
    // A list of tags is short for tags without settings, here too.
    tags: (own, at, key) => (Array.isArray(own) ? [key, own] : places(own, at, key)),
    extraModules: (own, at) =>
      Array.isArray(own) && own.length === 0
        ? undefined
        : leaveOut(
            reader,
            at,
            "they are modules of NixOS, which JSON can only name",
            'In TypeScript: extraModules: [nixFile("./modules/x.nix")]',
          ),
  });
}
