/** Computing everything: to find all problems, or to have plain data. */
import { type Diagnostic, formatDiagnostic, TroupeError } from "../diagnostics/diagnostic.ts";
import { isPlainObject, whnf } from "../definitions/wrapped.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import { tooDeep } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/show.ts";
import { guard, isOverflow } from "./cell.ts";
import { valuesBehind } from "./core.ts";

/** All problems in a value and everything in it, each once. */
export function problemsIn(compute: () => unknown): readonly Diagnostic[] {
  return [...walkThrough(compute).found.values()];
}

/**
 * Computes everything in a value and returns it as plain data, without getters. Throws a `TroupeError` with all problems.
 *
 * @example
 * const { config } = evalModules({ modules: [{ options: { port: option(t.port, { default: 80 }) } }] });
 * JSON.stringify(force(config)); // => '{"port":80}'
 */
export function force<T>(value: T): T {
  const { found, result } = walkThrough(() => value);
  if (found.size > 0) throw new TroupeError([...found.values()]);
  return result as T;
}

interface Walk {
  readonly found: Map<string, Diagnostic>;
  readonly done: Map<object, unknown>;
  /** Where the walk is. */
  readonly path: string[];
}

function walkThrough(compute: () => unknown): { readonly found: Walk["found"]; readonly result: unknown } {
  const walk: Walk = { found: new Map(), done: new Map(), path: [] };
  try {
    return { found: walk.found, result: copy(valueOf(compute, walk), walk) };
  } catch (error) {
    // Ever deeper values: a submodule that always has one of its own kind inside.
    if (!isOverflow(error)) throw error;
    const path = `${showPath(walk.path.slice(0, 8))}…`;
    note(walk, diagnose(tooDeep, { path }, { path }));
    return { found: walk.found, result: undefined };
  }
}

function note({ found }: Walk, diagnostic: Diagnostic): void {
  const text = formatDiagnostic(diagnostic);
  if (!found.has(text)) found.set(text, diagnostic);
}

/** What `compute` finds; where that has a problem, what is behind it. */
function valueOf(compute: () => unknown, walk: Walk): unknown {
  try {
    return whnf(compute());
  } catch (error) {
    if (isOverflow(error)) throw error;
    const failure = asTroupeError(error);
    for (const diagnostic of failure.diagnostics) note(walk, diagnostic);
    return valuesBehind.get(failure);
  }
}

function asTroupeError(error: unknown): TroupeError {
  try {
    return guard([], () => {
      throw error;
    });
  } catch (failure) {
    return failure as TroupeError;
  }
}

function copy(value: unknown, walk: Walk): unknown {
  if (typeof value !== "object" || value === null) return value;
  const list = Array.isArray(value);
  if (!list && !isPlainObject(value)) return value;
  const known = walk.done.get(value);
  if (known !== undefined) return known;
  const source = value as Readonly<Record<string, unknown>>;
  const result = (list ? [] : {}) as Record<string, unknown>;
  walk.done.set(source, result);
  for (const key of Object.keys(source)) {
    walk.path.push(key);
    const part = copy(
      valueOf(() => source[key], walk),
      walk,
    );
    walk.path.pop();
    // Assigning is several times faster than defining, and means something else for this one name.
    if (key === "__proto__") Object.defineProperty(result, key, { value: part, enumerable: true, writable: true, configurable: true });
    else result[key] = part;
  }
  return result;
}
