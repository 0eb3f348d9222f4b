/** Computing everything: to find all problems, or to have plain data. */
import { type Diagnostic, formatDiagnostic, isTroupeError, TroupeError } from "../diagnostics/diagnostic.ts";
import { isPlainObject, whnf } from "../definitions/wrapped.ts";
import { guard } from "./cell.ts";
import { valuesBehind } from "./core.ts";

/** All problems in a value and everything in it, each once. */
export function problemsIn(compute: () => unknown): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  copy(compute, { found, done: new Map() });
  return [...found.values()];
}

/**
 * Computes everything in a value and returns it as plain data, without getters. Throws a `TroupeError` with all problems.
 *
 * @example
 * JSON.stringify(force(evaluation.config));
 */
export function force<T>(value: T): T {
  const found = new Map<string, Diagnostic>();
  const result = copy(() => value, { found, done: new Map() });
  if (found.size > 0) throw new TroupeError([...found.values()]);
  return result as T;
}

interface Walk {
  readonly found: Map<string, Diagnostic>;
  readonly done: Map<object, unknown>;
}

function copy(compute: () => unknown, walk: Walk): unknown {
  let value: unknown;
  try {
    value = guard([], () => whnf(compute()));
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    for (const diagnostic of error.diagnostics) {
      const text = formatDiagnostic(diagnostic);
      if (!walk.found.has(text)) walk.found.set(text, diagnostic);
    }
    value = valuesBehind.get(error);
  }
  const list = Array.isArray(value);
  if (!list && !isPlainObject(value)) return value;
  const known = walk.done.get(value as object);
  if (known !== undefined) return known;
  const source = value as Readonly<Record<string, unknown>>;
  const result: object = list ? [] : {};
  walk.done.set(source, result);
  for (const key of Object.keys(source)) {
    const part = copy(() => source[key], walk);
    Object.defineProperty(result, key, { value: part, enumerable: true, writable: true, configurable: true });
  }
  return result;
}
