/** What differs between two values of JSON. */

/** A value that differs, or that only one side has: then the other is undefined. */
export interface Difference {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The innermost values that differ, in the order of the first value. Lists of different lengths differ as a whole.
 *
 * @example
 * differences({ port: 80, name: "a" }, { port: 81, name: "a" }); // => [{ path: ["port"], before: 80, after: 81 }]
 */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  const found: Difference[] = [];
  compare([], before, after, found);
  return found;
}

function compare(path: readonly string[], before: unknown, after: unknown, found: Difference[]): void {
  if (Object.is(before, after)) return;
  if (!isObject(before) || !isObject(after) || !comparable(before, after)) {
    found.push({ path, before, after });
    return;
  }
  for (const key of Object.keys(before)) compare([...path, key], before[key], Object.hasOwn(after, key) ? after[key] : undefined, found);
  for (const key of Object.keys(after))
    if (!Object.hasOwn(before, key)) found.push({ path: [...path, key], before: undefined, after: after[key] });
}

type Parts = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Parts => typeof value === "object" && value !== null;

const comparable = (before: Parts, after: Parts): boolean =>
  Array.isArray(before) === Array.isArray(after) && (!Array.isArray(before) || before.length === (after as unknown as unknown[]).length);
