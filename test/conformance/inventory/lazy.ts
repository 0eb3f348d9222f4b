/** Objects whose properties are computed when they are read. */
import { lazySet } from "../modules/values.ts";

/** One property for each function. */
export const computed = (properties: Readonly<Record<string, () => unknown>>): Readonly<Record<string, unknown>> =>
  lazySet(Object.entries(properties)) as Readonly<Record<string, unknown>>;

/** One property for each name. */
export const byNames = (
  names: Iterable<string>,
  compute: (name: string) => unknown,
): Readonly<Record<string, unknown>> =>
  lazySet(Array.from(names, (name) => [name, () => compute(name)] as const)) as Readonly<Record<string, unknown>>;
