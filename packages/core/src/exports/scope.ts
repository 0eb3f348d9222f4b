/** Scopes: the addresses of exports, `SERVICE:INSTANCE:ROLE:MACHINE`, where an empty part means "all" (seed 000). */
import { fail } from "@troupe/modules";
import { malformedScope, scopePartInvalid } from "../diagnostics.ts";
import type { Scope, ParsedScope, ScopePattern } from "../model/scope.ts";

const parts = ["serviceName", "instanceName", "roleName", "machineName"] as const;

/**
 * The key under which an export of this scope stands.
 *
 * Unlike Clan, which refuses them, `{}` (`":::"`, data of everyone) and scopes without a service are allowed, as the
 * seed says.
 *
 * @throws TRP2302 if a part contains ":", or is no string
 * @example
 * buildScopeKey({ serviceName: "myservice", instanceName: "prod", roleName: "server", machineName: "backend01" });
 * // => "myservice:prod:server:backend01"
 * buildScopeKey({ serviceName: "myservice" }); // => "myservice:::"
 */
export function buildScopeKey(scope: Scope): string {
  return `${partOf(scope, "serviceName")}:${partOf(scope, "instanceName")}:${partOf(scope, "roleName")}:${partOf(scope, "machineName")}`;
}

function partOf(scope: Scope, part: keyof Scope): string {
  const value: unknown = scope[part] ?? "";
  if (typeof value !== "string" || value.includes(":")) return fail(scopePartInvalid, { part, value });
  return value;
}

/** @throws TRP2302 for a scope, or a pattern, with a part that none can have */
export function checkParts(scope: Scope): void {
  for (const part of parts) partOf(scope, part);
}

/**
 * The parts of a scope key; the inverse of {@link buildScopeKey}.
 *
 * @throws TRP2301 if the key does not have exactly four parts
 * @example
 * parseScope("myservice:::backend01");
 * // => { serviceName: "myservice", instanceName: "", roleName: "", machineName: "backend01" }
 */
export function parseScope(key: string): ParsedScope {
  const values = key.split(":");
  if (values.length !== 4) fail(malformedScope, { key, count: values.length });
  const [serviceName, instanceName, roleName, machineName] = values as [string, string, string, string];
  return { serviceName, instanceName, roleName, machineName };
}

/**
 * True if every part that the pattern names is equal; `""` in a pattern is a part like any other: not bound.
 *
 * @example
 * const scope = parseScope("kvstore:sessions:primary:alice");
 * matchesScope({ serviceName: "kvstore", roleName: "primary" }, scope); // => true
 * matchesScope({ machineName: "" }, scope); // => false
 */
export function matchesScope(pattern: Scope, scope: ParsedScope): boolean {
  return parts.every((part) => pattern[part] === undefined || pattern[part] === scope[part]);
}

/** A pattern in the form of a function. */
export function scopePredicate(pattern: ScopePattern): (scope: ParsedScope) => boolean {
  return typeof pattern === "function" ? pattern : (scope) => matchesScope(pattern, scope);
}
