/** From the written inventory to the resolved one: every name is looked up, and what is not found is a diagnostic. */
import type { Meta } from "../service/context.ts";
import { constraintProblems } from "./constraints.ts";
import { resolveInstances } from "./instances.ts";
import { type ClassNames, resolveMachines } from "./machines.ts";
import type { InventoryModel } from "./model.ts";
import { nameClashes } from "./name-clashes.ts";
import { resolveOwnExports } from "./own-exports.ts";
import { offeredServices } from "./offered.ts";
import { type InventorySource, readSources, type Written } from "./written.ts";

/**
 * Resolves an inventory. Never throws: whatever is wrong is in `diagnostics`, and everything else is resolved as if the wrong part had not been written.
 */
export function resolveInventory(sources: readonly InventorySource[], classNames: ClassNames): InventoryModel {
  const written = readSources(sources);
  const { machines, tags } = resolveMachines(written, classNames);
  const services = resolveInstances(written, { machines, tags });
  written.problems.push(...nameClashes(services), ...services.flatMap(constraintProblems));
  const exports = resolveOwnExports(written);
  return {
    meta: resolveMeta(written),
    machines,
    tags,
    services,
    exports,
    offered: () => offeredServices(written),
    definitionsAt: written.definitionsAt,
    diagnostics: written.problems,
  };
}

function resolveMeta({ section, read }: Written): Meta {
  const meta = section("meta");
  const text = (name: "name" | "domain" | "description") => read(() => meta[name], null) ?? undefined;
  return { name: text("name") ?? "troupe", domain: text("domain") ?? "internal", description: text("description") };
}
