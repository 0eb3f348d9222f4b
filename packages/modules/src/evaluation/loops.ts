/** Values that hold themselves, as data cannot. */
import { isPlainObject, whnf } from "../definitions/wrapped.ts";
import type { Path } from "../definitions/definition.ts";
import { isTroupeError } from "../diagnostics/diagnostic.ts";
import { isSettled } from "./settled.ts";

/**
 * Where a value holds itself, or a part of it holds itself: the path to what is also around it. Undefined where that is nowhere. Whatever
 * cannot be computed holds nothing.
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

function look(value: unknown, path: Path, around: Set<unknown>, done: Set<unknown>): Path | undefined {
  if (isSettled(value) || done.has(value) || (!Array.isArray(value) && !isPlainObject(value))) return undefined;
  if (around.has(value)) return path;
  around.add(value);
  for (const key of Object.keys(value)) {
    const found = look(partOf(value, key), [...path, key], around, done);
    if (found !== undefined) return found;
  }
  around.delete(value);
  done.add(value);
  return undefined;
}

function partOf(value: object, key: string): unknown {
  try {
    return whnf((value as Readonly<Record<string, unknown>>)[key]);
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return undefined;
  }
}
