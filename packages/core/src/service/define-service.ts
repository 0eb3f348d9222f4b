/**
 * `defineService`: declares a service in one object literal. The compiler infers the types of each callback from the
 * interfaces.
 */
import { callSite } from "@troupe/modules/internal";
import type { ExportsContract } from "../model/contract.ts";
import type { OwnExports, Service, ServiceDefinition } from "../model/service.ts";
import type { Roles, Types } from "../model/service-types.ts";

/**
 * Declares a service: the manifest, the roles with their interfaces, the functions `perInstance` and `perMachine`, and
 * the exports.
 *
 * The compiler infers the types of `settings`, `roles` and `exports` in the functions, so the functions need no
 * annotations.
 *
 * @example
 * const motd = defineService({
 *   manifest: { name: "motd" },
 *   roles: {
 *     member: {
 *       interface: { text: option(t.str) },
 *       perInstance: ({ settings }) => ({ module: { environment: { etc: { motd: { text: settings.text } } } } }),
 *     },
 *   },
 * });
 * motd.manifest.name; // => "motd"
 */
export function defineService<
  // The name of the service.
  const N extends string,
  // The interface of each role that has one.
  R,
  // The options of an export's own fields.
  E = unknown,
  // The contracts that the service provides.
  const P extends readonly ExportsContract[] = [],
  // The names of all roles.
  const Names extends string = never,
>(definition: ServiceDefinition<N, R, E, P, Names>): Service<Types<N, Roles<R, Names>, OwnExports<E, P>>> {
  // The compiler alone reads the property `~types` of a service, so the object does not have it.
  return { manifest: definition.manifest, definition, site: callSite(defineService) } as never;
}
