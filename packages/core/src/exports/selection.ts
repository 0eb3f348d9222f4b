/**
 * Reading a record of exports by scope: the helper functions of the seed (000), usable on any record keyed by scope.
 */
import { fail } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import { exportMissing } from "../diagnostics.ts";
import { buildScopeKey, parseScope, scopePredicate } from "./scope.ts";
import type { Scope, ScopePattern } from "../model/scope.ts";

/** Values by scope: a record, or the `exports` that services receive. */
export interface ScopeRecord<T> {
  readonly [key: `${string}:${string}:${string}:${string}`]: T;
}

/**
 * The key under which the `exports` of services have their own way to be selected from: they know each scope, and
 * machines by all their names.
 */
export const selection = Symbol("selection");

/** See {@link selection}. */
export interface Selectable {
  readonly [selection]: (pattern: ScopePattern) => { readonly [key: string]: unknown };
}

/**
 * The export that stands under exactly this scope; missing parts are empty.
 *
 * @throws TRP2303 if there is none
 * @example
 * getExport({ serviceName: "myservice", machineName: "backend01" }, { "myservice:::backend01": { port: 80 } });
 * // => { port: 80 }
 */
export function getExport<T>(scope: Scope, exports: ScopeRecord<T>): T {
  const key = buildScopeKey(scope) as keyof ScopeRecord<T>;
  if (!Object.hasOwn(exports, key)) fail(exportMissing, { key }, { hint: didYouMean(key, Object.keys(exports)) });
  return exports[key]!;
}

/**
 * The exports whose scope matches. Values are not looked at, so a value that cannot be computed does no harm unless it
 * is selected and read.
 *
 * Clan takes only a predicate, the seed only a pattern: both are accepted.
 *
 * @example
 * selectExports({ serviceName: "vpn" }, { "vpn:a:peer:x": 1, "dns:::": 2 }); // => { "vpn:a:peer:x": 1 }
 * selectExports((scope) => scope.machineName !== "", { "vpn:a:peer:x": 1, "dns:::": 2 }); // => { "vpn:a:peer:x": 1 }
 */
export function selectExports<T>(pattern: ScopePattern, exports: ScopeRecord<T>): { readonly [key: string]: T } {
  const own = (exports as Partial<Selectable>)[selection]?.(pattern);
  if (own !== undefined) return own as { readonly [key: string]: T };
  const matches = scopePredicate(pattern);
  const selected: { [key: string]: T } = {};
  for (const key of Object.keys(exports)) {
    // Copying the descriptor does not compute a lazy value.
    if (matches(parseScope(key))) Object.defineProperty(selected, key, Object.getOwnPropertyDescriptor(exports, key)!);
  }
  return selected;
}
