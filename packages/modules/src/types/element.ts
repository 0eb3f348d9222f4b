/** The elements of merged lists and sets: computed at once by the fast path or for shallow types, else on read. */
import { isTroupeError } from "../diagnostics/troupe-error.ts";
import { cellOf, read } from "../evaluate/cell.ts";
import type { FastOption } from "../fast/fast-option.ts";
import { fastValue } from "../fast/fast-value.ts";
import { marksOf } from "../merge/definition-marks.ts";
import type { Cell, CellKind } from "../model/cell.ts";
import type { Definition, DefinitionSet, Path } from "../model/definition.ts";
import type { AnyType } from "../model/option.ts";
import { checkedMerge } from "./type.ts";

/** The elements of a list or set of this type, as an option without a default. */
export const elementOption = (type: AnyType): FastOption => ({
  kind: "option",
  type,
  plain: true,
  default: undefined,
  plainDefault: undefined,
});

/**
 * Puts the fast value of what `sets` have under `key` into `target`, at `at`. Returns false if the definitions have to be
 * merged.
 */
export function setFast(
  target: object,
  at: string | number,
  option: FastOption,
  sets: readonly DefinitionSet[],
  within: Path,
  key: string | number,
): boolean {
  const element = fastValue(option, sets, within, key);
  if (element === undefined) return false;
  put(target, at, element);
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
