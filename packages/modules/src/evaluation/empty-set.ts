/**
 * An object for so many names. Engines make a shape for each name that is added to an object, and with many names that no other object has
 * this is most of the work; not so where an object had no prototype when it began.
 */
export function emptySet(names: number): Record<string, unknown> {
  return names > 128 ? (Object.setPrototypeOf(Object.create(null), Object.prototype) as Record<string, unknown>) : {};
}
