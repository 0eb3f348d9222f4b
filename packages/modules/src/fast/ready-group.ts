/** The values of a group of options whose definitions are one set of plain data, as in most submodules. */
import { placeOf } from "../merge/provenance.ts";
import type { Place } from "../model/definition.ts";
import { isPlainObject } from "../merge/value.ts";
import type { DeclaredGroup } from "../model/declaration.ts";
import { fastDefault } from "./fast-option.ts";

/**
 * Returns the values of a definition set as a plain object without getters. Undefined if a definition is wrong or has
 * to be merged.
 */
export function readyGroup(
  { names, children, problems }: DeclaredGroup,
  definitions: unknown,
  place: Place | undefined,
): object | undefined {
  if (!isPlainObject(definitions) || "_type" in definitions || problems.length > 0) return undefined;
  const values: Record<string, unknown> = {};
  let used = 0;
  for (let position = 0; position < names.length; position++) {
    const name = names[position]!;
    const isDefined = Object.hasOwn(definitions, name);
    if (name === "_module") {
      // `_module` configures an evaluation and is not among its values.
      if (isDefined) return undefined;
      continue;
    }
    const child = children[position]!;
    if (child.kind === "problem") return undefined;
    const definition = isDefined ? definitions[name] : undefined;
    const inside = isDefined && place ? placeOf(definition, place.source, place, name) : undefined;
    let value: unknown;
    if (child.kind === "group") value = readyGroup(child, isDefined ? definition : {}, inside);
    else if (!isDefined) value = fastDefault(child, name);
    else if (child.plain) value = child.type.ready(definition, name, inside);
    if (value === undefined) return undefined;
    values[name] = value;
    if (isDefined) used++;
  }
  // An unused definition has no option.
  return used === Object.keys(definitions).length ? values : undefined;
}
