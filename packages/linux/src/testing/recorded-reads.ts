/** For tests: a value that records which parts of it are read. */

const isPlain = (value: unknown): value is object => {
  const prototype: unknown = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  return prototype === null || prototype === Object.prototype;
};

/**
 * A copy of a value that calls `onRead` with the path of each property that is read. Elements of lists have the name
 * `*`. A property that is only enumerated, as by a spread, does not count as read.
 */
export function recorded<T>(value: T, onRead: (path: readonly string[]) => void, path: readonly string[] = []): T {
  if (Array.isArray(value)) return value.map((element: unknown) => recorded(element, onRead, [...path, "*"])) as T;
  // A package reference is one value to its readers.
  if (!isPlain(value) || "_type" in value) return value;
  // An enumeration gets the descriptor of each property before its value.
  let enumerated: string | symbol | undefined;
  return new Proxy({} as T & object, {
    get: (_, name) => {
      const below = [...path, String(name)];
      if (enumerated !== name) onRead(below);
      enumerated = undefined;
      return recorded((value as Record<string | symbol, unknown>)[name], onRead, below);
    },
    has: (_, name) => name in value,
    ownKeys: () => Reflect.ownKeys(value),
    getOwnPropertyDescriptor: (_, name) => {
      enumerated = name;
      return name in value ? { configurable: true, enumerable: true } : undefined;
    },
  });
}
