/**
 * Cluster services: selectors and roles are filters, and one function makes the module of every machine that is
 * selected.
 */
import type { OptionTree } from "@troupe/modules";
import { callSite } from "@troupe/modules/internal";
import type { Filter } from "../model/filters.ts";
import type { ClusterServiceDefinition, DefinedClusterService } from "../model/cluster-service.ts";

/**
 * Declares a service of a cluster, as NixClusterConfig has them: machines that a selector picks receive what
 * `definition` returns, with all selected machines, those of every role and the machine itself at hand.
 *
 * It is an ordinary service underneath, with the role `selectors` and one observed role for each of `roles`; its one
 * instance is `<name>.<cluster>`. It reads annotations of machines alone, so it depends on no other service; where
 * services learn from each other, `defineService` and exports are the way.
 *
 * @example
 * const names = defineClusterService({
 *   selectors: [clusterMachines()],
 *   roles: { hosts: [anyCluster(all())] },
 *   definition: ({ roles }) => system({
 *     networking: { hosts: Object.fromEntries(roles.hosts.flatMap(({ ips, fqdn }) => Object.values(ips).flat().map((ip) => [ip, [fqdn]]))) },
 *   }),
 * });
 * const inventory = defineInventory({
 *   clusters: { north: { machines: { web: { facts: { ips: { eth0: ["192.0.2.1"] } } } }, services: { names } } },
 * });
 * const { services } = evaluateInventory(inventory, { classes: [{ name: "toy", result: "toyModule", modules: [] }] }).inventory;
 * services.map(({ name, roles }) => [name, roles]); // => [["names.north", ["hosts", "selectors"]]]
 */
export function defineClusterService<
  const S extends readonly Filter[],
  const R extends { readonly [role: string]: readonly Filter[] } = {},
  const F extends OptionTree = {},
>(definition: ClusterServiceDefinition<S, R, F>): DefinedClusterService<S, R> {
  const { selectors, roles = {} } = definition;
  return { selectors, roles, "~clusterService": definition, site: callSite(defineClusterService) } as never;
}
