/** Results: what `perInstance` and `perMachine` return. */
import type { ExportsRecord } from "./exports.ts";
import type { NestedService } from "./nested.ts";
import type { ModuleResult } from "./module.ts";

/**
 * Modules for machines of one class, by the key that the class has in results. Platforms add theirs, see
 * {@link MachineClasses}.
 */
export interface ClassResults {}

/**
 * The modules for single classes in a result. Where no platform declares a key, any key that ends in `Module` is
 * accepted.
 */
type ResultsOfClasses = [keyof ClassResults] extends [never]
  ? { readonly [key: `${string}Module`]: unknown }
  : ClassResults;

/** The return value of `perInstance` and `perMachine`. */
export interface ServiceResult extends ResultsOfClasses {
  /** For machines of every class; a function where it reads `exports`. */
  readonly module?: ModuleResult | (() => ModuleResult) | undefined;
  /** The return value of `mkExports`. */
  readonly exports?: ExportsRecord | readonly ExportsRecord[] | undefined;
  /**
   * Nested services that this machine takes part in: it joins the instance `INSTANCE/NAME` (from `perMachine`:
   * `SERVICE/NAME`) of each, with all other machines whose results do. Of several joins of one machine and role the
   * settings merge.
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
