/** The elements of merged lists and sets: computed at once by the fast path or for shallow types, else on read. */
import { isTroupeError } from "../diagnostics/troupe-error.ts";
import { cellOf, read } from "../evaluate/cell.ts";
import { fastElement } from "../fast/fast-value.ts";
import { marksOf } from "../merge/definition-marks.ts";
import type { Cell, CellKind } from "../model/cell.ts";
import type { Definition, Path, Place } from "../model/definition.ts";
import type { AnyType } from "../model/option.ts";
import { checkedMerge } from "./type.ts";

/** Puts the fast value of a single definition into `target[key]`. Returns false if the definition has to be merged. */
export function setFast(
  target: object,
  key: string | number,
  type: AnyType,
  value: unknown,
  place: Place | undefined,
): boolean {
  const element = fastElement(type, value, typeof key === "string" ? key : undefined, place);
  if (element === undefined) return false;
  put(target, key, element);
  return true;
}

/** Assigns, because assigning is several times faster than defining a property; `__proto__` needs a definition. */
function put(target: object, key: string | number, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else (target as Record<string | number, unknown>)[key] = value;
}

/** Puts the merged value of `definitions` into `target[key]`. */
export function setElement(
  target: object,
  key: string | number,
  type: AnyType,
  path: Path,
  definitions: readonly Definition[],
): void {
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

/** Makes `target[key]` a getter that reads the cell. */
export function setCell(target: object, key: string | number, source: Cell<unknown>): void {
  Object.defineProperty(target, key, { get: () => read(source), enumerable: true, configurable: true });
}
