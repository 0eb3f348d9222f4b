/** Computing something once, and what can be made of that. */

/** The value known for a key; computed if there is none. */
export function remember<K, V>(known: Map<K, V>, key: K, compute: () => V): V {
  if (known.has(key)) return known.get(key)!;
  const value = compute();
  known.set(key, value);
  return value;
}

/** Values by a key, in the order in which they come. */
export function groupBy<K, V>(values: Iterable<V>, key: (value: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) remember(groups, key(value), (): V[] => []).push(value);
  return groups;
}
