/** `system()`: a module in the portable vocabulary. */
import { type Site } from "@troupe/modules";
import { callSite, rememberedSite, rememberSite } from "@troupe/modules/internal";
import type { SystemFragment } from "./options/index.ts";

/**
 * Returns a module of portable configuration unchanged. The compiler checks each property of the module. Diagnostics
 * about the module have the place of the call.
 *
 * @example
 * const module = system({ networking: { firewall: { enable: true, allowedTCPPorts: [22] } } });
 * module.networking; // => { firewall: { enable: true, allowedTCPPorts: [22] } }
 */
export function system(fragment: SystemFragment): SystemFragment {
  return rememberSite(fragment, callSite(system));
}

/**
 * Returns the place of the call of {@link system} that made the module; undefined for other modules.
 *
 * @example
 * typeof moduleSite(system({}))?.line; // => "number"
 * moduleSite({}); // => undefined
 */
export function moduleSite(fragment: unknown): Site | undefined {
  return rememberedSite(fragment);
}
