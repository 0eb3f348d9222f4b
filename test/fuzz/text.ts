/** Pieces of the text of a program. */

/** A property of an object; undefined: none. */
export type Entry = readonly [key: string, value: string] | undefined;

/** A string. */
export const quoted = (value: string): string => JSON.stringify(value);

/**
 * An object with these properties. As a key of a literal `__proto__` means something else, and JSON knows no computed
 * keys.
 */
export function object(entries: readonly Entry[], isJson = false): string {
  const written = entries.filter((entry) => entry !== undefined);
  const key = (name: string): string => {
    if (isJson || !/^[a-z_]\w*$/i.test(name)) return quoted(name);
    return name === "__proto__" ? `["__proto__"]` : name;
  };
  return written.length === 0 ? "{}" : `{ ${written.map(([name, value]) => `${key(name)}: ${value}`).join(", ")} }`;
}

/** A list of these. */
export const list = (items: readonly string[]): string => `[${items.join(", ")}]`;

/** `condition ? [key, value()] : undefined`, as a property that may be missing. */
export const when = (condition: boolean, key: string, value: () => string): Entry =>
  condition ? [key, value()] : undefined;
