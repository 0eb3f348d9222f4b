/** One element of a merged list or set: at once if that computes nothing new, else when it is read. */
import type { Definition, Path } from "../definitions/definition.ts";
import { cell, read } from "../evaluation/cell.ts";
import { isTroupeError } from "../diagnostics/diagnostic.ts";
import { marksOf } from "./marks.ts";
import { type AnyType, checkedMerge } from "./type.ts";

/** Puts the merged value of `definitions` into `target[key]`. */
export function setElement(target: object, key: string | number, type: AnyType, path: Path, definitions: readonly Definition[]): void {
  if (type.shallow) {
    try {
      Object.defineProperty(target, key, { value: checkedMerge(type, path, definitions), enumerable: true, configurable: true });
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
