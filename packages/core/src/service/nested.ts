/** `nested`: joins a machine to a nested service, with roles and settings that the compiler checks. */
import type { TypedService } from "../model/service-types.ts";
import type { NestedService, NestedRoles } from "../model/nested.ts";

/**
 * Makes the join of a nested service. The compiler checks the roles and settings against the interfaces of the nested
 * service. `services: { ssh: nested(sshService, { client: { settings } }) }` means the same as
 * `services: { ssh: { service: sshService, roles: { client: { settings } } } }`. The compiler does not check values
 * inside wrappers; the evaluation does.
 *
 * @example
 * const ssh = defineService({ manifest: { name: "ssh" }, roles: { client: { interface: { user: option(t.str) } } } });
 * const join = nested(ssh, { client: { settings: { user: "backup" } } });
 * join.roles; // => { client: { settings: { user: "backup" } } }
 */
export function nested<S extends TypedService>(service: S, roles: NestedRoles<S["~types"]["roles"]>): NestedService {
  return { service, roles: roles as NestedService["roles"] };
}
