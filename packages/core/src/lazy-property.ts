/** Adds a value that is computed when it is first read, to be found on an object like any other. */
export function lazyProperty<T>(target: object, key: string, compute: () => T): void {
  Object.defineProperty(target, key, {
    enumerable: true,
    configurable: true,
    get() {
      const value = compute();
      Object.defineProperty(target, key, { enumerable: true, value });
      return value;
    },
  });
}
