/** Values as Nix has them: lazy sets and lists, byte order of names, forcing. */
import { isPlainObject } from "@troupe/modules";
import { tagOf, whnf } from "@troupe/modules/internal";

/** A computation that is done at most once. */
export type Thunk = () => unknown;

export function once(compute: Thunk): Thunk {
  let done = false;
  let value: unknown;
  return () => {
    if (!done) {
      value = compute();
      done = true;
    }
    return value;
  };
}

/** A wrapper of the module system around a thunk. */
export const deferred = (compute: Thunk): unknown => ({ _type: "lazy", content: once(compute) });

/** A set whose values are computed when they are read. */
export function lazySet(entries: Iterable<readonly [string, Thunk]>): object {
  const result = {};
  for (const [name, compute] of entries)
    Object.defineProperty(result, name, { get: once(compute), enumerable: true, configurable: true });
  return result;
}

/** A list whose elements are computed when they are read. */
export function lazyList(elements: readonly Thunk[]): readonly unknown[] {
  const result: unknown[] = [];
  elements.forEach((compute, index) =>
    Object.defineProperty(result, index, { get: once(compute), enumerable: true, configurable: true }),
  );
  return result;
}

/** The properties of a set as thunks. */
export const entriesOf = (set: object): readonly (readonly [string, Thunk])[] =>
  sortedKeys(set).map((name) => [name, () => (set as Record<string, unknown>)[name]] as const);

const bytes = new TextEncoder();

/** Byte order of the UTF-8 form. */
export function compareBytes(left: string, right: string): number {
  const [a, b] = [bytes.encode(left), bytes.encode(right)];
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    if (a[index] !== b[index]) return a[index]! - b[index]!;
  }
  return a.length - b.length;
}

export const sortedKeys = (set: object): readonly string[] => Object.keys(set).toSorted(compareBytes);

/** The value as plain data, computed depth first in byte order of the names; the first error wins. */
export function forceInOrder(value: unknown): unknown {
  const known = whnf(value);
  if (Array.isArray(known)) return Array.from({ length: known.length }, (_, index) => forceInOrder(known[index]));
  if (typeof known === "function") return "<lambda>";
  if (!isPlainObject(known)) return known;
  if (tagOf(known) === "option-type") return "<type>";
  // What only the module system adds to its wrappers is not part of their form in Nix.
  const hidden = tagOf(known) === undefined ? [] : ["pushed"];
  return Object.fromEntries(
    sortedKeys(known)
      .filter((name) => !hidden.includes(name))
      .map((name) => [name, forceInOrder(known[name])]),
  );
}
