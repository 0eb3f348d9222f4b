/** Scopes: the parts of the key that an export stands under. */
import type { KnownNames } from "./names.ts";

/**
 * The four parts of a scope. A missing or empty part means "all": data of a whole role, instance, service, or of the
 * whole inventory. As a pattern (`selectExports`, `exports.select`), a missing part matches anything.
 */
export interface Scope {
  readonly serviceName?: string | undefined;
  readonly instanceName?: string | undefined;
  readonly roleName?: string | undefined;
  readonly machineName?: string | undefined;
}

/** A scope with all its parts, "" where one is not bound: what {@link parseScope} returns. */
export type ParsedScope = { readonly [Part in keyof Required<Scope>]: string };

/** Which exports are meant: parts that must be equal, or a function of the parsed scope. */
export type ScopePattern = Scope | ((scope: ParsedScope) => boolean);

/** The names that scopes may use. `instances` are those that are written: nested ones are called after them. */
export interface ScopeNames {
  readonly machines: KnownNames;
  readonly instances: KnownNames;
}
