/**
 * `config` and `options` as module functions get them: before it is known which options exist there is nothing to read,
 * and reading anyway is a diagnostic that says what to write instead. A getter cannot do this, because the names are
 * not known yet.
 */

/** An object that stands for `target()` and passes every access to it, by way of `early` as long as that throws. */
export function facade(early: (name: string | undefined) => void, target: () => object): object {
  return new Proxy<Behind>({ early, target }, handler);
}

interface Behind {
  readonly early: (name: string | undefined) => void;
  readonly target: () => object;
}

function at({ early, target }: Behind, name: PropertyKey | undefined): object {
  early(typeof name === "string" ? name : undefined);
  return target();
}

const handler: ProxyHandler<Behind> = {
  // Not Reflect.get: chains of options that read each other may be long, and every frame on the call stack counts.
  get: (behind, name) => (at(behind, name) as Record<PropertyKey, unknown>)[name],
  has: (behind, name) => Reflect.has(at(behind, name), name),
  ownKeys: (behind) => Reflect.ownKeys(at(behind, undefined)),
  getOwnPropertyDescriptor: (behind, name) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(at(behind, name), name);
    return descriptor === undefined ? undefined : { ...descriptor, configurable: true };
  },
  set: () => false,
  defineProperty: () => false,
  deleteProperty: () => false,
};
