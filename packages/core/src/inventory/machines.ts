/** The machines of the inventory and of its clusters, with their classes, addresses and tags. */
import { didYouMean } from "@troupe/modules/internal";
import { machineOrigin } from "../definition-origin.ts";
import type { KnownNames } from "../model/names.ts";
import { idIn, knownNames } from "../clusters/known-names.ts";
import type { Extensions } from "../extensions/resolution.ts";
import { invalidTargetHost, reservedTag, sameHostName, sameTarget, unknownClass } from "../diagnostics.ts";
import { byName, machineName, sortedKeys, tagName } from "../names.ts";
import { hostKey, parseTargetHost, type TargetHost } from "./address.ts";
import type { Cluster, Machine } from "../model/machine.ts";
import type { Definitions } from "../model/definitions.ts";
import type { InventoryModel } from "../model/evaluation.ts";
import { resolveTags, tagsByMachine } from "./tags.ts";
import { labelled } from "./source-reader.ts";
import type { WrittenInventory, WrittenCluster, WrittenMachine } from "../model/written-inventory.ts";

/** The classes that machines may have. */
export interface ClassNames {
  readonly classes: readonly string[];
  readonly defaultClass: string;
}

/** The values of a machine and of a cluster that cannot be read. */
const nothing: WrittenMachine = {
  description: null,
  class: null,
  tags: [],
  address: null,
  deploy: { targetHost: null },
  facts: [],
  users: [],
  extensions: {},
  module: [],
};
const emptyCluster: WrittenCluster = {
  description: null,
  machines: {},
  facts: [],
  users: [],
  extensions: {},
  module: [],
  services: {},
  instances: {},
};

/** A machine as it is written, with its names. */
interface Declared {
  readonly name: string;
  readonly shortName: string;
  readonly cluster: string | undefined;
  readonly written: WrittenMachine;
}

/**
 * Returns the path of a machine in the inventory.
 *
 * @example
 * machinePath({ shortName: "web", cluster: "north" }); // => ["clusters", "north", "machines", "web"]
 */
export const machinePath = ({ shortName, cluster }: Pick<Machine, "shortName" | "cluster">): readonly string[] =>
  cluster === undefined ? ["machines", shortName] : ["clusters", cluster, "machines", shortName];

/** The clusters as they are written, in byte order. */
export function writtenClusters(written: WrittenInventory): ReadonlyMap<string, WrittenCluster> {
  const section = written.section("clusters");
  const names = sortedKeys(section).filter((name) =>
    written.checkName("a cluster", machineName, name, ["clusters", name]),
  );
  reportSameHostName(written, "two clusters", new Map(names.map((name) => [name, ["clusters", name]])));
  return new Map(names.map((name) => [name, written.read(() => section[name]!, emptyCluster)]));
}

/** Reports names that differ only in case, because host names do not. */
function reportSameHostName(
  { report }: WrittenInventory,
  kind: string,
  paths: ReadonlyMap<string, readonly string[]>,
): void {
  const first = new Map<string, string>();
  for (const [name, path] of paths) {
    const hostName = name.toLowerCase();
    const other = first.get(hostName);
    if (other === undefined) first.set(hostName, name);
    else report(sameHostName, { kind, names: [other, name] }, path);
  }
}

/** Reports machines that are reached at one address. */
function reportSameTarget({ report }: WrittenInventory, targets: readonly DeclaredTarget[]): void {
  const first = new Map<string, DeclaredTarget>();
  for (const target of targets) {
    const key = hostKey(target.target);
    const other = first.get(key);
    if (other === undefined) first.set(key, target);
    else
      report(sameTarget, { machines: [other.machine, target.machine], found: target.found }, target.path, undefined, [
        other.path,
      ]);
  }
}

/** The address at which a machine is reached, as it is written. */
interface DeclaredTarget {
  readonly machine: string;
  readonly found: string;
  readonly target: TargetHost;
  readonly path: readonly string[];
}

/** All machines and tags. */
export function resolveMachines(
  written: WrittenInventory,
  writtenIn: ReadonlyMap<string, WrittenCluster>,
  domain: string,
  extensions: Extensions,
  { classes, defaultClass }: ClassNames,
): Pick<InventoryModel, "machines" | "clusters" | "names" | "tags"> {
  const { read, report } = written;
  const declaredIn = (
    cluster: string | undefined,
    section: { readonly [machine: string]: WrittenMachine },
  ): Declared[] =>
    sortedKeys(section)
      .filter((shortName) =>
        written.checkName("a machine", machineName, shortName, machinePath({ shortName, cluster })),
      )
      .map((shortName) => ({
        name: idIn(cluster, shortName),
        shortName,
        cluster,
        written: partsOf(() => section[shortName]!),
      }));
  const partsOf = (at: () => WrittenMachine): WrittenMachine => {
    try {
      return { ...at() };
    } catch {
      // A part that cannot be read does not hide the other parts.
      return eachPart(read(at, nothing));
    }
  };
  const eachPart = (at: WrittenMachine): WrittenMachine => {
    const part = <K extends keyof WrittenMachine>(key: K) => [key, read(() => at[key], nothing[key])] as const;
    return Object.fromEntries(
      Object.keys(nothing).map((key) => part(key as keyof WrittenMachine)),
    ) as unknown as WrittenMachine;
  };
  const inClusters = [...writtenIn].map(([cluster, at]): [string, Declared[]] => [
    cluster,
    declaredIn(
      cluster,
      read(() => at.machines, {}),
    ),
  ]);
  const clusterless = declaredIn(undefined, written.section("machines"));
  const declared =
    inClusters.length === 0
      ? clusterless
      : [clusterless, ...inClusters.map(([, each]) => each)].flat().toSorted((a, b) => byName(a.name, b.name));
  reportSameHostName(written, "two machines", new Map(declared.map((each) => [each.name, machinePath(each)])));

  const classOf = (machine: Declared): string => {
    const own = machine.written.class ?? defaultClass;
    if (classes.includes(own)) return own;
    report(
      unknownClass,
      { machine: machine.name, class: own },
      [...machinePath(machine), "class"],
      didYouMean(own, classes),
    );
    return defaultClass;
  };
  // An entry that is no name has been reported, and does not hide the other tags.
  const readable = (list: readonly string[]): readonly string[] =>
    read(() => [...list], undefined) ?? [...list.keys()].flatMap((index) => read(() => [list[index]!], []));
  const ownTags = (each: Declared): readonly string[] =>
    readable(each.written.tags).filter((tag) =>
      written.checkName("a tag", tagName, tag, [...machinePath(each), "tags"]),
    );
  const tagged = new Map(
    declared.map((each) => [each.name, { name: each.name, class: classOf(each), tags: ownTags(each) }]),
  );
  const names: KnownNames = knownNames(declared, domain);
  const declaredTags = written.section("tags");
  const definedTags = new Map(
    sortedKeys(declaredTags)
      .filter((tag) => written.checkName("a tag", tagName, tag, ["tags", tag]))
      .map((tag) => [tag, read(() => declaredTags[tag]!, [])]),
  );
  const tags = resolveTags(tagged, definedTags, classes, names, written);
  const tagsOf = tagsByMachine(tags.keys(), tags);

  // Only messages ask for places.
  const placed: PropertyDescriptor & ThisType<Machine> = {
    enumerable: true,
    get() {
      return written.place(machinePath(this));
    },
  };

  const ofClusters = new Map(
    [...writtenIn].map(([name, at]) => [
      name,
      extensions.values(
        "cluster",
        read(() => at.extensions, {}),
        ["clusters", name],
      ),
    ]),
  );
  const ofNoCluster = extensions.values("cluster", {}, []);
  const common = new Map([...writtenIn].map(([cluster, at]) => [cluster, commonTo(cluster, at)]));
  function commonTo(cluster: string, at: WrittenCluster): Pick<Machine, "module" | "users" | "facts"> {
    const origin = `cluster ${cluster}`;
    const part = (key: "module" | "users" | "facts") =>
      labelled(
        read(() => at[key], []),
        ["clusters", cluster, key],
        { label: key === "module" ? origin : `${origin}, ${key}`, origin },
      );
    return { module: part("module"), users: part("users"), facts: part("facts") };
  }

  const targets: DeclaredTarget[] = [];
  function machine({ name, shortName, cluster, written: at }: Declared): Machine {
    const { class: machineClass, tags: own } = tagged.get(name)!;
    const path = machinePath({ shortName, cluster });
    for (const tag of classes)
      if (tag !== machineClass && own.includes(tag)) report(reservedTag, { tag, classes }, [...path, "tags"]);
    const { address } = at;
    const targetHost = read(() => at.deploy.targetHost, null);
    const target = targetHost === null ? undefined : parseTargetHost(targetHost);
    if (targetHost !== null && target === undefined) {
      report(invalidTargetHost, { machine: name, part: "targetHost", found: targetHost }, [
        ...path,
        "deploy",
        "targetHost",
      ]);
    }
    const reached = address === null ? undefined : parseTargetHost(address);
    if (address !== null && (reached === undefined || reached.user !== undefined))
      report(invalidTargetHost, { machine: name, part: "address", found: address }, [...path, "address"]);
    if (target !== undefined)
      targets.push({ machine: name, found: targetHost!, target, path: [...path, "deploy", "targetHost"] });
    else if (targetHost === null && reached !== undefined)
      targets.push({ machine: name, found: address!, target: reached, path: [...path, "address"] });
    const origin = machineOrigin(name);
    const ofCluster = cluster === undefined ? undefined : common.get(cluster)!;
    const part = (key: "module" | "users" | "facts"): Definitions => {
      const mine =
        at[key].length === 0
          ? at[key]
          : labelled(at[key], [...path, key], { label: key === "module" ? origin : `${origin}, ${key}`, origin });
      return ofCluster === undefined ? mine : [...ofCluster[key], ...mine];
    };
    const values = extensions.values("machine", at.extensions, path);
    const added = extensions.modules(name, values, cluster === undefined ? ofNoCluster : ofClusters.get(cluster)!);
    const resolved = {
      name,
      shortName,
      cluster,
      class: machineClass,
      description: at.description ?? undefined,
      tags: tagsOf.get(name) ?? [],
      address: address ?? target?.host,
      targetHost: targetHost ?? address ?? undefined,
      extensions: values,
      module: added.length === 0 ? part("module") : [...added, ...part("module")],
      users: part("users"),
      facts: part("facts"),
    };
    return Object.defineProperty(resolved, "site", placed) as unknown as Machine;
  }
  const clusters = inClusters.map(([name, machines]): [string, Cluster] => {
    const description = read(() => writtenIn.get(name)!.description, null) ?? undefined;
    return [
      name,
      { name, description, machines: machines.map((each) => each.name), extensions: ofClusters.get(name)! },
    ];
  });
  const machines = new Map(declared.map((each) => [each.name, machine(each)]));
  reportSameTarget(written, targets);
  return {
    machines,
    clusters: new Map(clusters),
    names,
    tags,
  };
}
