/** The values of a group of options whose definitions are plain data, as in the settings of roles. */
import { resolve } from "../merge/resolve.ts";
import type { DefinitionSet, Path } from "../model/definition.ts";
import { definitionsIn } from "../merge/provenance.ts";
import { tagOf } from "../merge/wrapper-tag.ts";
import { isPlainObject } from "../merge/value.ts";
import type { Overridden } from "../model/wrapper.ts";
import { checkedMerge } from "../types/type.ts";
import { withoutComputing } from "../evaluate/evaluation-stack.ts";
import type { DeclaredGroup, DeclaredOption } from "../model/declaration.ts";
import { fastOption } from "./fast-option.ts";

/**
 * Returns the values of a group. Undefined for definitions that are not plain data, with no wrappers but priorities
 * around single values, and for types without a `ready` for them.
 *
 * @throws the problems of definitions that conflict
 */
export const fastGroup = (group: DeclaredGroup, sets: readonly DefinitionSet[], path: Path): object | undefined =>
  group.problems.length > 0 ? undefined : withoutComputing(() => groupValues(group, sets, path));

function groupValues(
  { names, children }: DeclaredGroup,
  groups: readonly DefinitionSet[],
  path: Path,
): object | undefined {
  if (!groups.every(({ value }) => isPlainObject(value) && !("_type" in value))) return undefined;
  const values: Record<string, unknown> = {};
  let unused = groups.reduce((count, { value }) => count + Object.keys(value as object).length, 0);
  for (let position = 0; position < names.length; position++) {
    const name = names[position]!;
    const child = children[position]!;
    const defining = groupsWith(groups, name);
    if (defining === undefined || child.kind === "problem") return undefined;
    if (name === "_module") {
      // `_module` configures an evaluation and is not among its values.
      if (defining.length > 0) return undefined;
      continue;
    }
    unused -= defining.length;
    const value =
      child.kind === "option"
        ? optionValue(child, defining, path, name)
        : groupValues(
            child,
            defining.map(({ value: outer, source }) => ({ value: (outer as Parts)[name], source })),
            [...path, name],
          );
    if (value === undefined) return undefined;
    values[name] = value;
  }
  // An unused definition has no option.
  return unused === 0 ? values : undefined;
}

type Parts = Readonly<Record<string, unknown>>;

/** The definition sets that define an option; undefined if a definition has another wrapper than a priority. */
function groupsWith(groups: readonly DefinitionSet[], name: string): readonly DefinitionSet[] | undefined {
  const found: DefinitionSet[] = [];
  for (const group of groups) {
    const { value } = group;
    if (!Object.hasOwn(value as Parts, name)) continue;
    const definition = (value as Parts)[name];
    const tag = tagOf(definition);
    if (tag !== undefined && (tag !== "override" || tagOf((definition as Overridden).content) !== undefined))
      return undefined;
    found.push(group);
  }
  return found;
}

function optionValue(option: DeclaredOption, groups: readonly DefinitionSet[], within: Path, name: string): unknown {
  const ready = fastOption(option, groups, within, name);
  if (ready !== undefined || !option.plain || groups.length === 0) return ready;
  const path = [...within, name];
  const { definitions } = resolve(path, definitionsIn(groups, name), option.default);
  if (definitions.length === 1) return option.type.ready(definitions[0]!.value, name);
  if (definitions.length === 0) return undefined;
  const merged = checkedMerge(option.type, path, definitions);
  return isData(merged) ? merged : undefined;
}

const isScalar = (value: unknown): boolean =>
  (typeof value !== "object" || value === null) && typeof value !== "function";

/** True for scalars, and for lists and sets of scalars without getters. */
function isData(value: unknown): boolean {
  if (isScalar(value)) return true;
  if (Array.isArray(value)) return value.every(isScalar);
  return (
    isPlainObject(value) &&
    Object.values(Object.getOwnPropertyDescriptors(value)).every((part) => "value" in part && isScalar(part.value))
  );
}
