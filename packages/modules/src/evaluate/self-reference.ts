/** Values that contain themselves, which data cannot. */
import { whnf } from "../merge/wrapper-tag.ts";
import { isPlainObject } from "../merge/value.ts";
import type { Path } from "../model/definition.ts";

/**
 * Returns the path to a part of a value that is also around that part; undefined for a value without such a loop. A
 * part that cannot be computed counts as empty.
 *
 * @example
 * const peer: { name: string; self?: object } = { name: "alice" };
 * loopIn({ peer }); // => undefined
 * peer.self = peer;
 * loopIn({ peer }); // => ["peer", "self"]
 */
export function loopIn(value: unknown): Path | undefined {
  return look(value, [], new Set(), new Set());
}

/** The depth at which the search stops; `force` reports deeper values (TRP1008). */
const deepest = 500;

function look(value: unknown, path: Path, around: Set<unknown>, done: Set<unknown>): Path | undefined {
  if (path.length > deepest || done.has(value)) return undefined;
  if (around.has(value)) return path;
  const parts = valueOrUndefined(() => (Array.isArray(value) || isPlainObject(value) ? Object.keys(value) : undefined));
  if (parts === undefined) return undefined;
  around.add(value);
  for (const key of parts) {
    const part = valueOrUndefined(() => whnf((value as Readonly<Record<string, unknown>>)[key]));
    const found = look(part, [...path, key], around, done);
    if (found !== undefined) return found;
  }
  around.delete(value);
  done.add(value);
  return undefined;
}

/** Returns undefined for a getter or a lazy value that throws; the reader of that value reports the error. */
function valueOrUndefined<T>(see: () => T): T | undefined {
  try {
    return see();
  } catch {
    return undefined;
  }
}
