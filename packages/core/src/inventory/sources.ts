/** The sources of an inventory made with `defineInventory`. Several sources merge into one inventory. */
import type { InventorySource } from "../model/written-inventory.ts";
import type { Inventory } from "../model/inventory-definition.ts";

/**
 * Returns the sources in the order of the calls. The `json` of `defineInventory` becomes a source as well, unless
 * `withJson` is false: a loader that reads the file itself knows the lines and columns in the file.
 *
 * @example
 * const inventory = defineInventory({ machines: { alice: {} }, json: { machines: { bob: {} } } }).instances({});
 * inventorySources(inventory).map(({ value }) => value); // => [{ machines: { alice: {} } }, { machines: { bob: {} } }]
 */
export function inventorySources(
  inventory: Inventory,
  { withJson = true }: { readonly withJson?: boolean } = {},
): readonly InventorySource[] {
  return inventory["~inventory"].flatMap(
    ({ definition: { json, ...definition }, definitionSite, instances, instancesSite }) => [
      ...(Object.keys(definition).length > 0 ? [{ value: definition, site: definitionSite }] : []),
      ...(withJson && json !== undefined
        ? [{ value: json, site: { ...definitionSite, label: "the property `json` of defineInventory" } }]
        : []),
      ...(Object.keys(instances).length > 0 ? [{ value: { instances }, site: instancesSite }] : []),
    ],
  );
}

/**
 * Returns the values of `json`, which a loader compares with the file.
 *
 * @example
 * inventoryJson(defineInventory({ json: { machines: { bob: {} } } })); // => [{ machines: { bob: {} } }]
 */
export function inventoryJson(inventory: Inventory): readonly unknown[] {
  return inventory["~inventory"].flatMap(({ definition }) => ("json" in definition ? [definition["json"]] : []));
}
