/** One element of a merged list or set: at once if that computes nothing new, else when it is read. */
import { type Definition, type Path, type RawDefinition, readRaw } from "../definitions/definition.ts";
import { plainPriority } from "../definitions/wrappers.ts";
import { cell, read } from "../evaluation/cell.ts";
import { isTroupeError } from "../diagnostics/diagnostic.ts";
import { marksOf } from "./marks.ts";
import { type AnyType, checkedMerge } from "./type.ts";

/** Puts a value without wrappers that is of its type into `target[key]` at once; most elements of most lists and sets are such. */
export function setPlain(target: object, key: string | number, type: AnyType, path: Path, raw: RawDefinition): boolean {
  if (!type.shallow) return false;
  const value = readRaw(raw);
  if (typeof value === "object" || value === undefined || !type.check(value)) return false;
  const merged = type.merge(path, [{ value, source: raw.source, priority: plainPriority }]);
  put(target, key, merged);
  return true;
}

/** Plain assignment where that is safe: it is several times faster than defining a property. */
function put(target: object, key: string | number, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else (target as Record<string | number, unknown>)[key] = value;
}

/** Puts the merged value of `definitions` into `target[key]`. */
export function setElement(target: object, key: string | number, type: AnyType, path: Path, definitions: readonly Definition[]): void {
  if (type.shallow) {
    try {
      put(target, key, checkedMerge(type, path, definitions));
      return;
    } catch (error) {
      if (!isTroupeError(error)) throw error;
    }
  }
  setLazy(
    target,
    key,
    path,
    () => checkedMerge(type, path, definitions),
    () => marksOf(path, definitions),
  );
}

/** Makes `target[key]` a value that is computed when it is read. */
export function setLazy(
  target: object,
  key: string | number,
  path: Path,
  compute: () => unknown,
  marks?: Parameters<typeof cell>[2],
): void {
  const source = cell(path, compute, marks);
  Object.defineProperty(target, key, { get: () => read(source), enumerable: true, configurable: true });
}
