/** `exports` as services receive it: methods, and the seed's string keys. */
import type { ExportsMethods } from "../service/types.ts";
import type { ExportReader, ExportStore } from "./store.ts";

/**
 * The `exports` of one call. A Proxy, because a string key that names something unknown must be a diagnostic and not `undefined`,
 * and because reading is what is recorded.
 */
export function createExportsReader(store: ExportStore, reader: ExportReader): object {
  const methods: ExportsMethods<unknown, string> = {
    get: (scope) => store.readScope(reader, scope) as never,
    one: (pattern) => store.readOne(reader, pattern),
    select: (pattern) => store.readSelected(reader, pattern) as never,
    from: (contract, pattern) => store.readContract(reader, contract, pattern),
  };
  return new Proxy(methods, {
    get(target, key) {
      if (typeof key === "string" && !Object.hasOwn(target, key) && key.includes(":")) return store.readKey(reader, key);
      return Reflect.get(target, key);
    },
    has: (target, key) => Reflect.has(target, key) || (typeof key === "string" && store.readKeys(reader).includes(key)),
    // What selectExports(…, exports) and Object.keys(exports) see: the keys alone; reading a value is recorded when it happens.
    ownKeys: () => [...store.readKeys(reader)],
    getOwnPropertyDescriptor: (_, key) =>
      typeof key === "string" && key.includes(":")
        ? { configurable: true, enumerable: true, get: () => store.readKey(reader, key) }
        : undefined,
    set: () => false,
  });
}
