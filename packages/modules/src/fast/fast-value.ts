/**
 * The door to the fast paths: values of plain definitions, without cells, getters and resolution. A caller writes
 * `fastValue(option, …) ?? optionValue(option, …)`; laws in `fast-value.test.ts` and `plain-values.test.ts` say that the
 * two agree.
 */
import type { DeclaredGroup } from "../model/declaration.ts";
import type { DefinitionSet, Path } from "../model/definition.ts";
import { fastGroup } from "./fast-group.ts";
import { type FastOption, fastOption } from "./fast-option.ts";

/**
 * The value of an option, of an element of a list or set, or of a group of options. Undefined where only the general
 * algorithm can tell the value or the problem. `sets` are the definition sets that define the value under `key`; a
 * number is the index of a list's entry. The definition sets of a group define its children.
 */
export function fastValue(
  option: FastOption,
  sets: readonly DefinitionSet[],
  within: Path,
  key: string | number,
): unknown;
export function fastValue(group: DeclaredGroup, sets: readonly DefinitionSet[], path: Path): object | undefined;
export function fastValue(
  declared: FastOption | DeclaredGroup,
  sets: readonly DefinitionSet[],
  path: Path,
  key: string | number = "",
): unknown {
  const value = declared.kind === "group" ? fastGroup(declared, sets, path) : fastOption(declared, sets, path, key);
  if (typeof value === "object" && value !== null) complete.add(value);
  return value;
}

const complete = new WeakSet<object>();

/**
 * True for the values of `fastValue`, which are plain data without getters and loops: walks find no problem in them and
 * need no copy of them (figures in bench/README.md). The parts of such a value are complete as well, and not recorded.
 */
export const isComplete = (value: object): boolean => complete.has(value);
