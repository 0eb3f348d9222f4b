/** `defineInventory`: machines and services first, then the instances, whose every name is checked against them. */
import { callSite } from "@troupe/modules";
import type {
  ComputedTag,
  Instances,
  Inventory,
  InventoryDefinition,
  InventoryParts,
  JsonMachines,
  JsonTags,
  TypedService,
} from "./types.ts";

/** An inventory whose instances are still to be written. */
export interface InventoryBuilder<S, M extends string, T extends string> extends Inventory<M> {
  /** Adds the instances; may be called several times. */
  instances(instances: Instances<S, M, T>): InventoryBuilder<S, M, T>;
}

/**
 * Declares the inventory: `defineInventory({ services, machines, … }).instances({ … })`.
 *
 * Two calls, so that the names of services, machines and tags are settled when the instances are checked: a misspelt one is an error in the
 * editor that says what was meant, and values inside `mkIf`, `mkDefault` and `lazy` are checked in place.
 *
 * @example
 * const inventory = defineInventory({ services: {}, machines: { alice: { tags: ["eu"] } } }).instances({});
 * isInventory(inventory); // => true
 */
export function defineInventory<
  const S extends { readonly [name: string]: TypedService } = {},
  const M extends string = never,
  const T extends string = never,
  const D extends string = never,
  const J = {},
>(definition: InventoryDefinition<S, M, T, D, J>): InventoryBuilder<S, M | JsonMachines<J>, T | D | JsonTags<J> | ComputedTag> {
  return builder([
    { definition: definition as never, definitionSite: callSite(defineInventory), instances: {}, instancesSite: {} },
  ]) as never;
}

function builder(written: readonly InventoryParts[]): Inventory {
  const inventory = {
    "~inventory": written,
    instances(instances: { readonly [instance: string]: unknown }) {
      const instancesSite = callSite(inventory.instances);
      return builder([...written, { definition: {}, definitionSite: {}, instances, instancesSite }]);
    },
  };
  return inventory;
}

/**
 * True for what {@link defineInventory} and its `instances` return, also from another copy of this package.
 *
 * @example
 * isInventory(defineInventory({ machines: { alice: {} } })); // => true
 * isInventory({ machines: { alice: {} } }); // => false
 */
export function isInventory(value: unknown): value is Inventory {
  return typeof value === "object" && value !== null && "~inventory" in value;
}
