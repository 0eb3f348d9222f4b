/** `system()`: a module in the portable vocabulary. */
import { type Site } from "@troupe/modules";
import { callSite, rememberedSite, rememberSite } from "@troupe/modules/internal";
import type { SystemFragment } from "./options/index.ts";

/**
 * A module of portable configuration. It returns what it is given, checked by the compiler down to the last property, and
 * remembers where it was called, for messages about what stands in it.
 *
 * @example
 * const module = system({ networking: { firewall: { enable: true, allowedTCPPorts: [22] } } });
 * module.networking; // => { firewall: { enable: true, allowedTCPPorts: [22] } }
 */
export function system(fragment: SystemFragment): SystemFragment {
  return rememberSite(fragment, callSite(system));
}

/**
 * Where {@link system} was called to make this module; undefined for one that was made otherwise.
 *
 * @example
 * typeof moduleSite(system({}))?.line; // => "number"
 * moduleSite({}); // => undefined
 */
export function moduleSite(fragment: unknown): Site | undefined {
  return rememberedSite(fragment);
}
