/** Objects with many names. */

/**
 * Makes an object for this number of names. With more than 128 names the object begins without a prototype, so that V8 stores its names in
 * a hash table (docs/performance.md).
 */
export function objectFor(names: number): Record<string, unknown> {
  return names > 128 ? (Object.setPrototypeOf(Object.create(null), Object.prototype) as Record<string, unknown>) : {};
}
