/** Results: what `perInstance` and `perMachine` return. */
import type { ExportsRecord } from "./exports.ts";
import type { NestedService } from "./nested.ts";
import type { ModuleResult, ModuleContext } from "./module.ts";

/** What `perInstance` and `perMachine` return. */
export interface ServiceResult {
  /** For machines of every class; a function where it reads `exports`. */
  readonly module?: ModuleResult | (() => ModuleResult) | undefined;
  /** For machines of class `linux` only. */
  readonly linuxModule?: ModuleResult | ((context: ModuleContext) => ModuleResult) | undefined;
  /** For machines of class `nixos` only. */
  readonly nixosModule?: unknown;
  /** For machines of class `darwin` only. */
  readonly darwinModule?: unknown;
  /** What `mkExports` returned. */
  readonly exports?: ExportsRecord | readonly ExportsRecord[] | undefined;
  /**
   * Nested services that this machine takes part in: it joins the instance `INSTANCE/NAME` (from `perMachine`: `SERVICE/NAME`) of each,
   * with all other machines whose results do. Of several joins of one machine and role the settings merge.
   *
   * @example
   * const ssh = defineService({ manifest: { name: "ssh" }, roles: { server: { interface: { user: option(t.str) } }, client: {} } });
   * const backup = defineService({
   *   manifest: { name: "backup" },
   *   roles: {
   *     server: { perInstance: ({ instanceName }) => ({ services: { ssh: nested(ssh, { server: { settings: { user: instanceName } } }) } }) },
   *     client: { perInstance: () => ({ services: { ssh: { service: ssh, roles: { client: {} } } } }) },
   *   },
   * });
   */
  readonly services?: { readonly [name: string]: NestedService | undefined } | undefined;
}
