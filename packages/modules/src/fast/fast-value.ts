/**
 * The door to the fast path: values of plain definitions, without cells, getters and resolution. A caller writes
 * `fastValue(option, …) ?? optionValue(option, …)`; a law in `fast-value.test.ts` says that the two agree.
 */
import { isOverflow } from "../evaluate/deep-chain.ts";
import { withoutComputing } from "../evaluate/evaluation-stack.ts";
import { placeOf } from "../merge/provenance.ts";
import type { DeclaredOption } from "../model/declaration.ts";
import type { DefinitionSet, Path, Place } from "../model/definition.ts";
import type { AnyType } from "../model/option.ts";

/**
 * The value of an option that has one plain definition, several equal scalars, or none and a plain default. Undefined
 * for every other option, and for a wrong definition. `sets` are the definition sets that define the option.
 */
export function fastValue(option: DeclaredOption, sets: readonly DefinitionSet[], within: Path, name: string): unknown {
  if (!option.plain) return undefined;
  if (sets.length === 0) return fastDefault(option, name);
  const { source } = sets[0]!;
  const written = writtenIn(sets[0]!, name);
  if (sets.length > 1 && !(option.type.idempotent && allEqual(written, sets, name))) return undefined;
  return fastElement(option.type, written, name, placeOf(written, source, within, name));
}

const writtenIn = ({ value }: DefinitionSet, name: string): unknown =>
  (value as Readonly<Record<string, unknown>>)[name];

/** True if every set defines the name by this scalar. */
const allEqual = (scalar: unknown, sets: readonly DefinitionSet[], name: string): boolean =>
  (typeof scalar !== "object" || scalar === null) && sets.every((set) => writtenIn(set, name) === scalar);

/** The value of an option without definitions. */
export function fastDefault({ plain, plainDefault, default: declared, type }: DeclaredOption, name: string): unknown {
  if (!plain) return undefined;
  if (declared === undefined) return type.readyEmpty?.();
  return plainDefault === undefined ? undefined : fastElement(type, plainDefault, name, undefined);
}

/**
 * The `ready` of a type. Undefined where `ready` fails, because a getter in the definition threw; `merge` then reports
 * the error.
 */
export function fastElement(
  type: AnyType,
  value: unknown,
  name: string | undefined,
  place: Place | undefined,
): unknown {
  if (typeof value !== "object" || value === null) return type.ready(value, name);
  try {
    return withoutComputing(() => type.ready(value, name, place));
  } catch (error) {
    if (isOverflow(error)) throw error;
    return undefined;
  }
}
