/**
 * `defineExtension`: what a package adds to the inventory: options of clusters, machines and instances, and commands.
 */
import type { OptionTree } from "@troupe/modules";
import { callSite } from "@troupe/modules/internal";
import type { Extended, ExtensionDefinition, Extension } from "../model/evaluation.ts";

/**
 * Declares an extension. It is a value that the inventory lists, so that its options are typed where they are written,
 * two packages cannot get into each other's way, and nothing changes for those who do not list it.
 *
 * @example
 * const zones = defineExtension({
 *   name: "zones",
 *   machine: { timeZone: option(t.str, { default: "Etc/UTC" }) },
 *   module: ({ machine }) => system({ environment: { etc: { timezone: { text: `${machine.timeZone}\n` } } } }),
 * });
 * const inventory = defineInventory({
 *   extensions: [zones],
 *   machines: { alice: { extensions: { zones: { timeZone: "Europe/Berlin" } } }, bob: {} },
 * });
 * const { annotations } = evaluateInventory(inventory, { classes: [{ name: "toy", result: "toyModule", modules: [] }] }).inventory;
 * [zones.machine(annotations("alice")).timeZone, zones.machine(annotations("bob")).timeZone]; // => ["Europe/Berlin", "Etc/UTC"]
 */
export function defineExtension<
  const N extends string,
  const M extends OptionTree = {},
  const C extends OptionTree = {},
  const S extends OptionTree = {},
>(definition: ExtensionDefinition<N, M, C, S>): Extension<N, M, C, S> {
  const { name } = definition;
  const read = ({ extensions }: Extended) => extensions[name] as never;
  return {
    name,
    machine: read,
    cluster: read,
    service: read,
    "~extension": definition as never,
    site: callSite(defineExtension),
  };
}
