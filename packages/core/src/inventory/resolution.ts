/** From the written inventory to the resolved one: every name is looked up, and an unknown name is a diagnostic. */
import { type AnnotationSources, createAnnotations } from "../annotations/annotations.ts";
import type { DefinitionKeys } from "../clusters/cluster-service-adapter.ts";
import { resolveExtensions } from "../extensions/resolution.ts";
import { resolveFilter } from "../filters/resolution.ts";
import type { Meta } from "../model/meta.ts";
import { constraintProblems } from "./constraints.ts";
import { resolveInstances } from "./instances.ts";
import { type ClassNames, resolveMachines, writtenClusters } from "./machines.ts";
import type { InventoryModel } from "../model/evaluation.ts";
import { nameClashes } from "./name-clashes.ts";
import { resolveInventoryExports } from "./inventory-exports.ts";
import { offeredServices } from "./offered-services.ts";
import type { InventorySource, WrittenInventory } from "../model/written-inventory.ts";
import { readSources } from "./source-reader.ts";

/** The classes of machines, as the resolution needs them. */
export interface Classes extends ClassNames, Pick<AnnotationSources, "own" | "isOpaque"> {
  /** The keys of those classes that cluster services may define something for. */
  readonly definitionKeys: readonly DefinitionKeys[];
}

/**
 * Resolves an inventory. Never throws: whatever is wrong is in `diagnostics`, and everything else is resolved as if the
 * wrong part had not been written.
 */
export function resolveInventory(sources: readonly InventorySource[], classes: Classes): InventoryModel {
  const written = readSources(sources);
  const meta = resolveMeta(written);
  const extensions = resolveExtensions(written);
  const inClusters = writtenClusters(written);
  const { machines, clusters, names, tags } = resolveMachines(written, inClusters, meta.domain, extensions, classes);
  const clusterMachines = new Map([...clusters].map(([name, cluster]) => [name, cluster.machines]));
  const { services, instanceNames, world } = resolveInstances(
    written,
    { clusters: inClusters, domain: meta.domain, extensions, definitionKeys: classes.definitionKeys },
    (rolesOf) => ({
      names,
      machines,
      tags,
      classes: classes.classes,
      clusters: clusterMachines,
      facts: createAnnotations(machines, { ...classes, domain: meta.domain, rolesOf }),
    }),
  );
  written.problems.push(...nameClashes(services), ...services.flatMap(constraintProblems));
  const exports = resolveInventoryExports(written, { machines: names, instances: instanceNames });
  return {
    meta,
    machines,
    clusters,
    extensions: extensions.all,
    names,
    instanceNames,
    tags,
    services,
    exports,
    annotations: world.facts,
    select: (filter, place) => resolveFilter(filter, world, place),
    offered: () => offeredServices(written),
    definitionsAt: written.definitionsAt,
    diagnostics: written.problems,
  };
}

function resolveMeta({ section, read }: WrittenInventory): Meta {
  const meta = section("meta");
  const text = (name: "name" | "domain" | "description") => read(() => meta[name], null) ?? undefined;
  return { name: text("name") ?? "troupe", domain: text("domain") ?? "internal", description: text("description") };
}
