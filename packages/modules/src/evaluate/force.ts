/** Walks that compute a whole configuration: to find all problems, or to copy it as plain data. */
import { isComplete } from "../fast/fast-value.ts";
import { formatDiagnostic, TroupeError } from "../diagnostics/troupe-error.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { whnf } from "../merge/wrapper-tag.ts";
import { isPlainObject } from "../merge/value.ts";
import { diagnose } from "../diagnostics/diagnostic-kind.ts";
import { tooDeep } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/value-text.ts";
import { guard } from "./cell.ts";
import { isOverflow } from "../diagnostics/call-stack-overflow.ts";
import { valuesBehind } from "./evaluation-state.ts";

/** Returns all problems in a value and its parts, each once. */
export function problemsIn(compute: () => unknown): readonly Diagnostic[] {
  const walk = startWalk();
  toTheEnd(walk, () => visit(valueOf(compute, walk), walk));
  return [...walk.found.values()];
}

/**
 * Computes everything in a value and returns it as plain data, without getters. Throws a `TroupeError` with all
 * problems.
 *
 * @example
 * const { config } = evalModules({ modules: [{ options: { port: option(t.port, { default: 80 }) } }] });
 * JSON.stringify(force(config)); // => '{"port":80}'
 */
export function force<T>(value: T): T {
  const walk = startWalk();
  const copies = new Map<object, object>();
  const result = toTheEnd(walk, () =>
    copy(
      valueOf(() => value, walk),
      walk,
      copies,
    ),
  );
  if (walk.found.size > 0) throw new TroupeError([...walk.found.values()]);
  return result as T;
}

interface Walk {
  readonly found: Map<string, Diagnostic>;
  /** The position of the walk. */
  readonly path: string[];
}

/** The depth at which a configuration counts as endless (TRP1008). */
const deepest = 500;
const endless = new Error("Values are too deep.");

function enter({ path }: Walk, key: string): void {
  if (path.length === deepest) throw endless;
  path.push(key);
}

const startWalk = (): Walk => ({ found: new Map(), path: [] });

function toTheEnd<T>(walk: Walk, go: () => T): T | undefined {
  try {
    return go();
  } catch (error) {
    // A submodule whose type is its own element type makes ever deeper values.
    if (error !== endless && !isOverflow(error)) throw error;
    const path = `${showPath(walk.path.slice(0, 8))}…`;
    note(walk, diagnose(tooDeep, { path }, { path }));
    return undefined;
  }
}

function note({ found }: Walk, diagnostic: Diagnostic): void {
  const text = formatDiagnostic(diagnostic);
  if (!found.has(text)) found.set(text, diagnostic);
}

/** The part of a value under a key; for a part with a problem the values behind the error (`valuesBehind`). */
function partOf(parts: Parts, key: string | number, walk: Walk): unknown {
  try {
    return whnf(parts[key]);
  } catch (error) {
    // The path has the keys of containers alone, so that a scalar costs no entry.
    walk.path.push(String(key));
    const part = behind(error, walk);
    walk.path.pop();
    return part;
  }
}

function valueOf(compute: () => unknown, walk: Walk): unknown {
  try {
    return whnf(compute());
  } catch (error) {
    return behind(error, walk);
  }
}

function behind(error: unknown, walk: Walk): unknown {
  if (isOverflow(error)) throw error;
  const failure = asTroupeError(error, walk);
  for (const diagnostic of failure.diagnostics) note(walk, diagnostic);
  return valuesBehind.get(failure);
}

function asTroupeError(error: unknown, { path }: Walk): TroupeError {
  try {
    return guard([...path], () => {
      throw error;
    });
  } catch (failure) {
    return failure as TroupeError;
  }
}

type Parts = Readonly<Record<string | number, unknown>>;

/**
 * The names of the parts of a set, or the number of the parts of a list; undefined for other values, and for a proxy
 * that throws.
 */
function partsIn(value: object, walk: Walk): readonly string[] | number | undefined {
  try {
    if (Array.isArray(value)) return value.length;
    return isPlainObject(value) ? Object.keys(value) : undefined;
  } catch (error) {
    behind(error, walk);
    return undefined;
  }
}

const mayHaveParts = (value: unknown): value is object => typeof value === "object" && value !== null;

function visit(value: unknown, walk: Walk, seen = new Set<object>()): void {
  if (!mayHaveParts(value) || isComplete(value)) return;
  const parts = partsIn(value, walk);
  if (parts === undefined || seen.has(value)) return;
  const count = typeof parts === "number" ? parts : parts.length;
  for (let index = 0; index < count; index++) {
    const key = typeof parts === "number" ? index : parts[index]!;
    const part = partOf(value as Parts, key, walk);
    if (!mayHaveParts(part)) continue;
    // Only a container of containers can contain itself.
    seen.add(value);
    enter(walk, String(key));
    visit(part, walk, seen);
    walk.path.pop();
  }
}

function copy(value: unknown, walk: Walk, copies: Map<object, object>): unknown {
  if (!mayHaveParts(value) || isComplete(value)) return value;
  const parts = partsIn(value, walk);
  if (parts === undefined) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const result: Record<string | number, unknown> = typeof parts === "number" ? ([] as never) : {};
  const count = typeof parts === "number" ? parts : parts.length;
  for (let index = 0; index < count; index++) {
    const key = typeof parts === "number" ? index : parts[index]!;
    let copied = partOf(value as Parts, key, walk);
    if (mayHaveParts(copied)) {
      copies.set(value, result);
      enter(walk, String(key));
      copied = copy(copied, walk, copies);
      walk.path.pop();
    }
    // Assignment to `__proto__` would set the prototype; for all other names it is faster than a definition
    // (docs/performance.md).
    if (key === "__proto__")
      Object.defineProperty(result, key, { value: copied, enumerable: true, writable: true, configurable: true });
    else result[key] = copied;
  }
  return result;
}
