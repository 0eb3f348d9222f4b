/** Nested services: what a result says about the services that its machine joins, and the helper that has it checked in the editor. */
import type { TypedService } from "../model/service-types.ts";
import type { NestedService, NestedRoles } from "../model/nested.ts";

/**
 * Says that this machine joins a nested service, and has roles and settings checked against that service's own interfaces:
 * `services: { ssh: nested(sshService, { client: { settings } }) }` means the same as
 * `services: { ssh: { service: sshService, roles: { client: { settings } } } }`. Values inside `mkDefault`, `mkIf` and the like are checked when
 * the inventory is evaluated.
 *
 * @example
 * const ssh = defineService({ manifest: { name: "ssh" }, roles: { client: { interface: { user: option(t.str) } } } });
 * const join = nested(ssh, { client: { settings: { user: "backup" } } });
 * join.roles; // => { client: { settings: { user: "backup" } } }
 */
export function nested<S extends TypedService>(service: S, roles: NestedRoles<S["~types"]["roles"]>): NestedService {
  return { service, roles: roles as NestedService["roles"] };
}
