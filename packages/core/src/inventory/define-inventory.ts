/** `defineInventory`: machines and services first, then the instances, whose every name is checked against them. */
import { callSite } from "@troupe/modules/internal";
import type { AnyExtension } from "../model/evaluation.ts";
import type {
  ClusterMachineNames,
  ClusterUses,
  ComputedTag,
  Instances,
  Inventory,
  InventoryDefinition,
  InventoryParts,
  JsonInstances,
  JsonMachines,
  JsonTags,
  Qualified,
} from "../model/inventory-definition.ts";
import type { TypedService } from "../model/service-types.ts";

/** An inventory whose instances are still to be written. `I` are those that are known already. */
export interface InventoryBuilder<
  S,
  M extends string,
  T extends string,
  C = {},
  X = unknown,
  I extends string = never,
> extends Inventory<M> {
  /**
   * Adds the instances; may be called several times. A filter `service(…)` in them names services, these instances and
   * earlier ones.
   */
  instances<const N extends string>(
    instances: Instances<S, M, T, Extract<keyof C, string>, X, N, I>,
  ): InventoryBuilder<S, M, T, C, X, I | N>;
  /**
   * Adds instances and services to clusters; may be called several times.
   *
   * @example
   * const dhcp = defineService({ manifest: { name: "dhcp" }, roles: { server: {} } });
   * const inventory = defineInventory({ services: { dhcp }, clusters: { north: { machines: { gate: {} } } } }).clusters({
   *   north: { instances: { lan: { service: "dhcp", roles: { server: { machines: ["gate"] } } } } },
   * });
   * const { services } = evaluateInventory(inventory, { classes: [{ name: "toy", result: "toyModule", modules: [] }] }).inventory;
   * services[0]?.instances.map(({ name }) => name); // => ["lan.north"]
   */
  clusters(clusters: ClusterUses<S, C, M, T, X>): InventoryBuilder<S, M, T, C, X, I>;
}

/**
 * Declares the inventory: `defineInventory({ services, machines, … }).instances({ … })`.
 *
 * Two calls, so that the names of services, machines and tags are settled when the instances are checked: a misspelt
 * one is an error in the editor that says what was meant, and values inside `mkIf`, `mkDefault` and `lazy` are checked
 * in place.
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
  const C = {},
  const CT extends string = never,
  const Domain extends string = string,
  const X extends readonly AnyExtension[] = readonly [],
>(
  definition: InventoryDefinition<S, M, T, D, J, C, CT, Domain, X>,
): InventoryBuilder<
  S,
  MachineNamesOf<M | JsonMachines<J>, C, Domain>,
  T | CT | D | JsonTags<J> | ComputedTag,
  C,
  X,
  JsonInstances<J>
> {
  return builder([
    { definition: definition as never, definitionSite: callSite(defineInventory), instances: {}, instancesSite: {} },
  ]) as never;
}

/** The names that machines have outside of clusters. */
type MachineNamesOf<M extends string, C, Domain extends string> =
  | M
  | Qualified<M, Domain>
  | ClusterMachineNames<C>
  | Qualified<Extract<ClusterMachineNames<C>, `${string}.${string}`>, Domain>;

function builder(written: readonly InventoryParts[]): Inventory {
  const inventory = {
    "~inventory": written,
    instances(instances: { readonly [instance: string]: unknown }) {
      const instancesSite = callSite(inventory.instances);
      return builder([...written, { definition: {}, definitionSite: {}, instances, instancesSite }]);
    },
    clusters(clusters: { readonly [cluster: string]: unknown }) {
      return builder([
        ...written,
        { definition: { clusters }, definitionSite: callSite(inventory.clusters), instances: {}, instancesSite: {} },
      ]);
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
