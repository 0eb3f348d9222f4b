/** Values without an option: those that the freeform type takes, beside those of the options. */
import type { Definition, Path } from "../model/definition.ts";
import { readRaw } from "../merge/provenance.ts";
import { isPlainObject } from "../merge/value.ts";
import { plainPriority } from "../merge/priorities.ts";
import type { AnyType } from "../model/option.ts";
import { childGroup, type GroupState, readChild, type UnmatchedDefinition } from "./group-state.ts";

/** The merged value of the definitions that no option takes. */
export function freeformValue(type: AnyType, prefix: Path, unmatched: readonly UnmatchedDefinition[]): unknown {
  if (unmatched.length === 0) return {};
  const definitions = unmatched.map((entry): Definition => ({
    value: nest(entry, prefix.length),
    source: entry.definition.source,
    priority: plainPriority,
  }));
  return type.merge(prefix, definitions);
}

/** `{ a: { b: value } }` for a definition of `a.b`; the value is still only read on demand. */
export function nest({ path, definition }: UnmatchedDefinition, depth: number): object {
  const names = path.slice(depth);
  let value: object = Object.defineProperty({}, names.at(-1)!, { get: () => readRaw(definition), enumerable: true });
  for (const name of names.slice(0, -1).toReversed()) value = { [name]: value };
  return value;
}

/**
 * The values of a group together with free ones; where both have a group of the same name it is merged, else the option
 * counts.
 */
export function withFreeform(state: GroupState, free: unknown): object {
  const result = {};
  const { names, children } = state.declared;
  names.forEach((name, position) => {
    const below = isPlainObject(free) && Object.hasOwn(free, name);
    const get =
      below && children[position]!.kind === "group"
        ? once(() => withFreeform(childGroup(state, position), free[name]))
        : () => readChild(state, position);
    Object.defineProperty(result, name, { get, enumerable: name !== "_module", configurable: true });
  });
  if (!isPlainObject(free)) return result;
  for (const name of Object.keys(free)) {
    if (!state.declared.index.has(name))
      Object.defineProperty(result, name, { get: () => free[name], enumerable: true, configurable: true });
  }
  return result;
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
