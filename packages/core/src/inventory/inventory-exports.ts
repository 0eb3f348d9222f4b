/** Exports that the inventory itself writes: those of no service, and overrides of those that a service writes. */
import { type Diagnostic, diagnose, isTroupeError, showPath } from "@troupe/modules";
import { inventoryOrigin } from "../definition-origin.ts";
import { didYouMean } from "@troupe/modules/internal";
import { unknownScopePart } from "../diagnostics.ts";
import { buildScopeKey, parseScope } from "../exports/scope.ts";
import type { ScopeNames } from "../model/scope.ts";
import { withIds } from "../exports/scope-names.ts";
import { sortedKeys } from "../names.ts";
import type { Definitions } from "../model/definitions.ts";
import type { InventoryModel } from "../model/evaluation.ts";
import type { ServiceEntry } from "../model/instance.ts";
import { labelled } from "./source-reader.ts";
import type { WrittenInventory } from "../model/written-inventory.ts";

/** The inventory's `exports`, by scope. */
export function resolveInventoryExports(
  written: WrittenInventory,
  names: ScopeNames,
): ReadonlyMap<string, Definitions> {
  const section = written.section("exports");
  const exports = new Map<string, Definitions>();
  for (const key of sortedKeys(section)) {
    const path = ["exports", key];
    let canonical: string;
    try {
      const place = { where: `the export scope ${JSON.stringify(key)}`, cluster: undefined };
      canonical = buildScopeKey(withIds(parseScope(key), names, place));
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      const marks = [{ site: written.place(path) }];
      written.problems.push(...error.diagnostics.map((each) => ({ ...each, path: showPath(path), marks })));
      continue;
    }
    const definitions = labelled(
      written.read(() => section[key]!, []),
      path,
      { label: "the inventory's exports", origin: inventoryOrigin },
    );
    exports.set(canonical, [...(exports.get(canonical) ?? []), ...definitions]);
  }
  return exports;
}

/** Every part of a scope must exist; which services and instances do is known once the nested ones are. */
export function inventoryExportProblems(
  { exports, machines }: Pick<InventoryModel, "exports" | "machines">,
  services: readonly ServiceEntry[],
): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const known = new Map(
    services.map(({ name, roles, instances }) => [name, { roles: new Set(roles), instances: namesOf(instances) }]),
  );
  for (const [key, definitions] of exports) {
    const check = (part: string, value: string, names: Pick<ReadonlyMap<string, unknown>, "has" | "keys">) => {
      if (value === "" || names.has(value)) return;
      const hint = didYouMean(value, names.keys());
      const marks = definitions.map(({ site }) => ({ site }));
      const details = { path: showPath(["exports", key]), marks, hint };
      problems.push(
        diagnose(unknownScopePart, { where: `the export scope ${JSON.stringify(key)}`, part, value }, details),
      );
    };
    const { serviceName, instanceName, roleName, machineName } = parseScope(key);
    check("service", serviceName, known);
    const service = known.get(serviceName);
    if (service !== undefined) {
      check("instance", instanceName, service.instances);
      check("role", roleName, service.roles);
    }
    check("machine", machineName, machines);
  }
  return problems;
}

const namesOf = (named: readonly { readonly name: string }[]): ReadonlySet<string> =>
  new Set(named.map(({ name }) => name));
