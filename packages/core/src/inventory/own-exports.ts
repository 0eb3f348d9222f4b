/** Exports that the inventory itself writes: those of no service, and overrides of those that a service writes. */
import { didYouMean, isTroupeError, showPath } from "@troupe/modules";
import { unknownScopePart } from "../diagnostics.ts";
import { parseScope } from "../exports/scope.ts";
import { sortedKeys } from "../names.ts";
import type { Definitions, InventoryModel } from "./model.ts";
import { labelled, type Written } from "./written.ts";

/** The inventory's `exports`, by scope. Every part of a scope must exist. */
export function resolveOwnExports(
  written: Written,
  { machines, services }: Pick<InventoryModel, "machines" | "services">,
): ReadonlyMap<string, Definitions> {
  const section = written.section("exports");
  const byServiceName = new Map(services.map((service) => [service.name, service]));

  function checkNames(key: string): void {
    const { serviceName, instanceName, roleName, machineName } = parseScope(key);
    const check = (part: string, value: string, names: Iterable<string>) => {
      const known = new Set(names);
      if (value !== "" && !known.has(value))
        written.report(unknownScopePart, { key, part, value }, ["exports", key], didYouMean(value, known));
    };
    check("service", serviceName, byServiceName.keys());
    const service = byServiceName.get(serviceName);
    if (service !== undefined) {
      check(
        "instance",
        instanceName,
        service.instances.map(({ name }) => name),
      );
      check("role", roleName, service.roles);
    }
    if (!machines.has(machineName)) check("machine", machineName, machines.keys());
  }

  const exports = new Map<string, Definitions>();
  for (const key of sortedKeys(section)) {
    try {
      checkNames(key);
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      const path = ["exports", key];
      const marks = [{ site: written.place(path) }];
      written.problems.push(...error.diagnostics.map((each) => ({ ...each, path: showPath(path), marks })));
      continue;
    }
    exports.set(
      key,
      labelled(
        written.read(() => section[key]!, []),
        ["exports", key],
        { label: "the inventory's exports", origin: "inventory" },
      ),
    );
  }
  return exports;
}
