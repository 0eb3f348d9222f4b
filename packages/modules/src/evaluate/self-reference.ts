/** Values that hold themselves, as data cannot. */
import { whnf } from "../merge/wrapper-tag.ts";
import { isPlainObject } from "../merge/value.ts";
import type { Path } from "../model/definition.ts";
import { isComplete } from "../fast/complete-values.ts";

/**
 * Where a value holds itself, or a part of it holds itself: the path to what is also around it. Undefined where that is nowhere. Whatever
 * cannot be computed, or looked at, holds nothing.
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

/** Deeper data are a problem of their own. */
const deepest = 500;

function look(value: unknown, path: Path, around: Set<unknown>, done: Set<unknown>): Path | undefined {
  if (path.length > deepest || isComplete(value) || done.has(value)) return undefined;
  if (around.has(value)) return path;
  const parts = attemptTo(() => (Array.isArray(value) || isPlainObject(value) ? Object.keys(value) : undefined));
  if (parts === undefined) return undefined;
  around.add(value);
  for (const key of parts) {
    const part = attemptTo(() => whnf((value as Readonly<Record<string, unknown>>)[key]));
    const found = look(part, [...path, key], around, done);
    if (found !== undefined) return found;
  }
  around.delete(value);
  done.add(value);
  return undefined;
}

/** What somebody's code does not let us see is undefined; what is wrong with it is told by those who use it. */
function attemptTo<T>(see: () => T): T | undefined {
  try {
    return see();
  } catch {
    return undefined;
  }
}
