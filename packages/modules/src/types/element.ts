/** One element of a merged list or set: at once if that computes nothing new, else when it is read. */
import type { Definition, Path } from "../definitions/definition.ts";
import { type Cell, type CellKind, cellOf, isOverflow, read, withoutComputing } from "../evaluation/cell.ts";
import { isTroupeError } from "../diagnostics/diagnostic.ts";
import { settle } from "../evaluation/settled.ts";
import { marksOf } from "./marks.ts";
import { type AnyType, checkedMerge } from "./type.ts";

/** Puts the value of a definition into `target[key]` if it is ready; most elements of most lists and sets are. */
export function setReady(target: object, key: string | number, type: AnyType, value: unknown): boolean {
  const ready = readyValue(type, value, typeof key === "string" ? key : undefined);
  if (ready === undefined) return false;
  put(target, key, ready);
  return true;
}

/** The `ready` of a type. If finding out fails, as it may where a definition has getters, the ordinary way says what is wrong. */
export function readyValue(type: AnyType, value: unknown, name: string | undefined): unknown {
  if (typeof value !== "object" || value === null) return type.ready(value, name);
  try {
    const ready = withoutComputing(() => type.ready(value, name));
    if (typeof ready === "object" && ready !== null) settle(ready);
    return ready;
  } catch (error) {
    if (isOverflow(error)) throw error;
    return undefined;
  }
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
  setCell(target, key, cellOf(elements, { type, path, definitions }));
}

interface Element {
  readonly type: AnyType;
  readonly path: Path;
  readonly definitions: readonly Definition[];
}

const elements: CellKind<Element, unknown> = {
  compute: ({ type, path, definitions }) => checkedMerge(type, path, definitions),
  path: ({ path }) => path,
  marks: ({ path, definitions }) => marksOf(path, definitions),
};

/** Makes `target[key]` a value that is computed when it is read. */
export function setCell(target: object, key: string | number, source: Cell<unknown>): void {
  Object.defineProperty(target, key, { get: () => read(source), enumerable: true, configurable: true });
}
