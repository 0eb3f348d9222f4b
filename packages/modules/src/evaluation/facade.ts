/**
 * `config` and `options` as module functions get them: before it is known which options exist there is nothing to read, and reading
 * anyway is a diagnostic that says what to write instead. A getter cannot do this, because the names are not known yet.
 */

/** An object that stands for `target()` and passes every access to it, by way of `early` as long as that throws. */
export function facade(early: (name: string | undefined) => void, target: () => object): object {
  const at = (name: PropertyKey | undefined): object => {
    early(typeof name === "string" ? name : undefined);
    return target();
  };
  return new Proxy(
    {},
    {
      // Not Reflect.get: chains of options that read each other may be long, and every frame on the call stack counts.
      get: (_, name) => (at(name) as Record<PropertyKey, unknown>)[name],
      has: (_, name) => Reflect.has(at(name), name),
      ownKeys: () => Reflect.ownKeys(at(undefined)),
      getOwnPropertyDescriptor: (_, name) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(at(name), name);
        return descriptor === undefined ? undefined : { ...descriptor, configurable: true };
      },
      set: () => false,
      defineProperty: () => false,
      deleteProperty: () => false,
    },
  );
}
