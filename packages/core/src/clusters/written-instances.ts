/** All instances that are written, those of clusters among them under their ids, each with its service. */
import { diagnose } from "@troupe/modules";
import { idTaken, notAClusterService } from "../diagnostics.ts";
import type { UsableService } from "../model/instance.ts";
import { serviceFinder } from "../inventory/services.ts";
import type { WrittenInventory, WrittenCluster, WrittenInstance, WrittenRole } from "../model/written-inventory.ts";
import { byName, freeName, sortedKeys } from "../names.ts";
import type { AnyClusterService } from "../model/cluster-service.ts";
import { idIn } from "./known-names.ts";
import {
  clusterServiceProblem,
  type DefinitionKeys,
  selectorsRole,
  toRoles,
  toService,
} from "./cluster-service-adapter.ts";

/** An instance as it is written. */
export interface InstanceSource {
  /** Its id: its short name, in a cluster `<name>.<cluster>`. */
  readonly name: string;
  readonly shortName: string;
  readonly cluster: string | undefined;
  readonly path: readonly string[];
  readonly service: UsableService;
  readonly roles: { readonly [role: string]: WrittenRole };
  /** The values for extensions, as they are written. */
  readonly extensions?: WrittenInstance["extensions"];
  /** The path of a filter of a role, if it is not below `select`. */
  readonly filterPath?: (role: string, index: number) => readonly string[];
  /** A role of it in words, if it is not written as a role. */
  readonly roleInWords?: (role: string) => string;
}

/** The value of an instance that cannot be read. */
const noInstance: WrittenInstance = { extensions: {}, service: null, module: { name: null, input: null }, roles: {} };

/** All of them in byte order of ids. Instances without a service are left out, and reported. */
export function writtenInstances(
  written: WrittenInventory,
  clusters: ReadonlyMap<string, WrittenCluster>,
  ofClasses: readonly DefinitionKeys[],
): readonly InstanceSource[] {
  const { read } = written;
  const findService = serviceFinder(written);
  const found: InstanceSource[] = [];
  const add = (
    section: { readonly [instance: string]: WrittenInstance },
    above: readonly string[],
    cluster: string | undefined,
  ) => {
    for (const shortName of sortedKeys(section)) {
      const path = [...above, "instances", shortName];
      const instance = read(() => section[shortName]!, noInstance);
      if (!written.checkName("an instance", freeName, shortName, path)) continue;
      const name = idIn(cluster, shortName);
      const service = findService({ name, shortName, path }, instance);
      if (service !== undefined)
        found.push({
          name,
          shortName,
          cluster,
          path,
          service,
          roles: read(() => instance.roles, {}),
          extensions: read(() => instance.extensions, {}),
        });
    }
  };
  add(written.section("instances"), [], undefined);
  if (clusters.size === 0) return found;
  for (const [cluster, at] of clusters) {
    add(
      read(() => at.instances, {}),
      ["clusters", cluster],
      cluster,
    );
    found.push(...clusterServices(written, cluster, at, ofClasses));
  }
  return withoutTaken(
    written,
    found.toSorted((a, b) => byName(a.name, b.name)),
  );
}

/** The services of a cluster, each as the one instance that it has. */
function clusterServices(
  written: WrittenInventory,
  cluster: string,
  at: WrittenCluster,
  ofClasses: readonly DefinitionKeys[],
): readonly InstanceSource[] {
  const section = written.read(() => at.services, {});
  return sortedKeys(section).flatMap((shortName): InstanceSource[] => {
    const path = ["clusters", cluster, "services", shortName];
    const name = idIn(cluster, shortName);
    const value = written.read(() => section[shortName], undefined);
    const wrong = value === undefined ? undefined : clusterServiceProblem(value, ofClasses);
    if (wrong !== undefined) written.report(notAClusterService, { name, problem: wrong }, path);
    if (value === undefined || wrong !== undefined || !written.checkName("a service", freeName, shortName, path))
      return [];
    const service = toService(value as AnyClusterService, name, ofClasses);
    const filterPath = (role: string, index: number) => [
      ...path,
      ...(role === selectorsRole ? [role] : ["roles", role]),
      String(index),
    ];
    const roleInWords = (role: string) =>
      `cluster service ${JSON.stringify(name)} (${role === selectorsRole ? selectorsRole : `role ${role}`})`;
    return [
      { name, shortName, cluster, path, service, roles: toRoles(value as AnyClusterService), filterPath, roleInWords },
    ];
  });
}

/** Instances of which no two have one id. */
function withoutTaken(written: WrittenInventory, instances: readonly InstanceSource[]): readonly InstanceSource[] {
  const known = new Map<string, InstanceSource>();
  for (const each of instances) {
    const other = known.get(each.name);
    if (other === undefined) known.set(each.name, each);
    else {
      const marks = [other, each].map(({ path }) => ({ site: written.place(path) }));
      written.problems.push(diagnose(idTaken, { kind: "instances", name: each.name }, { marks }));
    }
  }
  return [...known.values()];
}
