/** The value of an option, or of an element of a list or set, whose definitions are plain. */
import { isOverflow } from "../diagnostics/call-stack-overflow.ts";
import { withoutComputing } from "../evaluate/evaluation-stack.ts";
import { placeOf } from "../merge/provenance.ts";
import type { DeclaredOption } from "../model/declaration.ts";
import type { DefinitionSet, Path, Place } from "../model/definition.ts";
import type { AnyType } from "../model/option.ts";

/** The part of an option's declaration that its fast value depends on. */
export type FastOption = Pick<DeclaredOption, "kind" | "type" | "plain" | "default" | "plainDefault">;

/**
 * The value of an option that has one plain definition, several equal scalars, or none and a plain default. Undefined
 * for every other option, and for a wrong definition.
 */
export function fastOption(
  option: FastOption,
  sets: readonly DefinitionSet[],
  within: Path,
  key: string | number,
): unknown {
  if (!option.plain) return undefined;
  const name = typeof key === "string" ? key : undefined;
  if (sets.length === 0) return fastDefault(option, name);
  const { source } = sets[0]!;
  const written = writtenIn(sets[0]!, key);
  if (sets.length > 1 && !(option.type.idempotent && allEqual(written, sets, key))) return undefined;
  // Only an object has a place, so that scalars in lists cost no name.
  const place = typeof written === "object" ? placeOf(written, source, within, String(key)) : undefined;
  return ready(option.type, written, name, place);
}

const writtenIn = ({ value }: DefinitionSet, key: string | number): unknown =>
  (value as Readonly<Record<string | number, unknown>>)[key];

/** True if every set defines the key by this scalar. */
const allEqual = (scalar: unknown, sets: readonly DefinitionSet[], key: string | number): boolean =>
  (typeof scalar !== "object" || scalar === null) && sets.every((set) => writtenIn(set, key) === scalar);

/** The value of an option without definitions. */
export function fastDefault(option: FastOption, name: string | undefined): unknown {
  const { plain, plainDefault, default: declared, type } = option;
  if (!plain) return undefined;
  if (declared === undefined) return type.readyEmpty?.();
  return plainDefault === undefined ? undefined : ready(type, plainDefault, name, undefined);
}

/**
 * The `ready` of a type. Undefined where `ready` fails, because a getter in the definition threw; `merge` then reports
 * the error.
 */
function ready(type: AnyType, value: unknown, name: string | undefined, place: Place | undefined): unknown {
  if (typeof value !== "object" || value === null) return type.ready(value, name);
  try {
    return withoutComputing(() => type.ready(value, name, place));
  } catch (error) {
    if (isOverflow(error)) throw error;
    return undefined;
  }
}
