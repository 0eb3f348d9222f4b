/** One element of a merged list or set: at once if that computes nothing new, else when it is read. */
import { fastElement } from "../fast/fast-value.ts";
import type { Definition, Path, Place } from "../model/definition.ts";
import { cellOf, read } from "../evaluate/cell.ts";
import type { Cell, CellKind } from "../model/cell.ts";
import { isTroupeError } from "../diagnostics/troupe-error.ts";
import { markComplete } from "../fast/complete-values.ts";
import { marksOf } from "../merge/definition-marks.ts";
import { checkedMerge } from "./type.ts";
import type { AnyType } from "../model/option.ts";

/** Adds the value of a definition to a list if it is ready; most elements of most lists are. */
export function addReady(list: unknown[], type: AnyType, value: unknown, place: Place | undefined): boolean {
  const ready = fastElement(type, value, undefined, place);
  if (ready === undefined) return false;
  markComplete(ready);
  list.push(ready);
  return true;
}

/** Fills a set with the elements of these names: with those that are ready, and by `setOther` with others. */
export function fillSet(
  target: object,
  names: readonly string[],
  ready: (name: string) => unknown,
  setOther: (name: string) => void,
): void {
  let isReady = true;
  for (const name of names) {
    const element = ready(name);
    if (element === undefined) {
      // Until now it looked as if the set as a whole would be ready.
      if (isReady) Object.values(target).forEach(markComplete);
      isReady = false;
      setOther(name);
    } else {
      if (!isReady) markComplete(element);
      put(target, name, element);
    }
  }
  if (isReady) markComplete(target);
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
