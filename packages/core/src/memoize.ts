/** Memoization by key. */

/** Returns the memoized value of a key, and computes it if there is none. */
export function memoize<K, V>(known: Map<K, V>, key: K, compute: () => V): V {
  const found = known.get(key);
  if (found !== undefined || known.has(key)) return found!;
  const value = compute();
  known.set(key, value);
  return value;
}
