/** Computing something once. */

/** The value known for a key; computed if there is none. */
export function remember<K, V>(known: Map<K, V>, key: K, compute: () => V): V {
  if (known.has(key)) return known.get(key)!;
  const value = compute();
  known.set(key, value);
  return value;
}
