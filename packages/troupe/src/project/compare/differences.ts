/** The differences between two JSON values. */

/** A pair of different values at a path; undefined for the side that has no value there. */
export interface Difference {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Returns the innermost values that differ, in the order of the first value. Lists of different lengths differ as a
 * whole.
 *
 * @example
 * differences({ port: 80, name: "a" }, { port: 81, name: "a" }); // => [{ path: ["port"], before: 80, after: 81 }]
 */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  const collected: Difference[] = [];
  collect([], before, after, collected);
  return collected;
}

function collect(path: readonly string[], before: unknown, after: unknown, collected: Difference[]): void {
  if (Object.is(before, after)) return;
  if (!isObject(before) || !isObject(after) || !haveSameShape(before, after)) {
    collected.push({ path, before, after });
    return;
  }
  for (const key of Object.keys(before))
    collect([...path, key], before[key], Object.hasOwn(after, key) ? after[key] : undefined, collected);
  for (const key of Object.keys(after))
    if (!Object.hasOwn(before, key)) collected.push({ path: [...path, key], before: undefined, after: after[key] });
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null;

/** True for two objects that are no lists, and for two lists of the same length. */
const haveSameShape = (before: JsonObject, after: JsonObject): boolean =>
  Array.isArray(before) === Array.isArray(after) &&
  (!Array.isArray(before) || before.length === (after as unknown as unknown[]).length);
