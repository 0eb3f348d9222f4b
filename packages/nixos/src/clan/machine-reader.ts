/** Machines of Clan as machines of Troupe, and the tags that both compute. */
import { parseTargetHost } from "@troupe/core/internal";
import { isPlainObject } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import {
  type ClanReader,
  eachProperty,
  inside,
  keep,
  knownProperties,
  leaveOut,
  type Path,
  type PropertyRule,
  unlessEmpty,
} from "./reader.ts";

/** Reads the machine with the key `name`. */
export function readMachine(reader: ClanReader, name: string, value: unknown, path: Path): unknown {
  const rules: { readonly [name: string]: PropertyRule } = {
    name: (own, at) =>
      own === name ? undefined : leaveOut(reader, at, `the machine is called ${name}, as its key says`),
    description: keep,
    machineClass: (own) => ["class", own],
    tags: (own, at) => [
      "tags",
      withoutComputed(reader, own, at, isPlainObject(value) ? (value["machineClass"] ?? "nixos") : undefined),
    ],
    deploy: (own, at) => unlessEmpty("deploy", readDeploy(reader, own, at)),
    icon: (_, at) => leaveOut(reader, at, "nothing here shows it"),
    installedAt: (_, at) => leaveOut(reader, at, "`troupe status` asks the machines themselves"),
  };
  return inside(value, path, (content, at) => {
    const read = knownProperties(reader, content, at, rules) as { readonly class?: unknown };
    return "class" in read ? read : { class: "nixos", ...read };
  });
}

/** Removes computed tags, which clan-core adds when it serializes an inventory and which Troupe computes itself. */
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
    buildHost: (_, at) =>
      leaveOut(reader, at, "systems are built on this computer or on the machine itself", "See troupe plan --nix."),
    forwardAgent: (_, at) =>
      leaveOut(reader, at, "ssh is configured in its own configuration", "Write ForwardAgent into ~/.ssh/config."),
  });
}

/** Reads `ssh://user@host:port?option=value`. Without a user Clan logs in as root. */
function readTarget(reader: ClanReader, target: unknown, path: Path): unknown {
  if (typeof target !== "string") return target;
  const [host = "", options] = target.replace(/^ssh:\/\//, "").split("?");
  if (options !== undefined)
    leaveOut(
      reader,
      path,
      "options of ssh stand in its own configuration",
      `Write ${options} into ~/.ssh/config.`,
      `?${options}`,
    );
  return parseTargetHost(host)?.user === undefined ? `root@${host}` : host;
}

/** Reads tags. Members of computed tags are left out, and reported where the inventory overrides them. */
export function readTags(reader: ClanReader, value: unknown, path: Path, inventory: unknown): unknown {
  const machines = isPlainObject(inventory) && isPlainObject(inventory["machines"]) ? inventory["machines"] : {};
  return eachProperty(reader, value, path, (tag, members, at) => {
    if (!computedTags.has(tag)) return [tag, members];
    const expected = Object.keys(machines).filter((name) => tag === "all" || classOf(machines[name]) === tag);
    const isComputed =
      Array.isArray(members) &&
      [...(members as readonly unknown[])].toSorted().join("\0") === expected.toSorted().join("\0");
    return isComputed
      ? undefined
      : leaveOut(reader, at, "it is computed, and cannot be overridden", "Give these machines a tag of another name.");
  });
}

const classOf = (machine: unknown): unknown =>
  isPlainObject(machine) ? (machine["machineClass"] ?? "nixos") : undefined;
