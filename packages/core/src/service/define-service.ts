/** `defineService`: how machines work together, in one object literal whose settings are inferred into every callback. */
import { callSite } from "@troupe/modules/internal";
import type { ExportsContract } from "../model/contract.ts";
import type { OwnExports, Service, ServiceDefinition } from "../model/service.ts";
import type { Roles, Types } from "../model/service-types.ts";

/**
 * Declares a service: its manifest, its roles with their interfaces, what it does per instance and per machine, what it exports.
 *
 * The types of `settings`, `roles` and `exports` in the callbacks come from the interfaces and exports written here; nothing needs to be annotated.
 *
 * @example
 * const motd = defineService({
 *   manifest: { name: "motd" },
 *   roles: { member: { interface: { text: option(t.str) }, perInstance: ({ settings }) => ({ module: { environment: { etc: { motd: { text: settings.text } } } } }) } },
 * });
 * motd.manifest.name; // => "motd"
 */
export function defineService<
  const N extends string,
  R,
  E = unknown,
  const P extends readonly ExportsContract[] = [],
  const Names extends string = never,
>(definition: ServiceDefinition<N, R, E, P, Names>): Service<Types<N, Roles<R, Names>, OwnExports<E, P>>> {
  return { manifest: definition.manifest, definition, site: callSite(defineService) } as never;
}
