/** The place of a filter of the inventory, for the resolution of the filter. */
import { isTroupeError } from "@troupe/modules";
import type { FilterPlace } from "../model/filters.ts";
import { guard } from "../guard.ts";
import type { WrittenInventory } from "../model/written-inventory.ts";

/** The place of a filter at a path of the inventory; problems with it join the others. */
export function filterPlace(
  written: WrittenInventory,
  path: readonly string[],
  where: string,
  cluster: string | undefined,
): FilterPlace {
  return {
    where,
    cluster,
    nearest: written.nearest,
    report: (kind, params, hint, below = []) => written.report(kind, params, [...path, ...below], hint),
    guard(run) {
      try {
        return guard(`A filter of ${where}`, written.place(path), run);
      } catch (error) {
        if (!isTroupeError(error)) throw error;
        written.problems.push(...error.diagnostics);
        return undefined;
      }
    },
  };
}
