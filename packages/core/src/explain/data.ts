/** Values as plain data, whatever is wrong with them. */
import { type Diagnostic, force, isTroupeError } from "@troupe/modules";
import { valuesBehind } from "@troupe/modules/internal";
import type { Json } from "../model/json.ts";
import { jsonOf } from "../json-conversion.ts";

/** The outcome of reading a value: the value as far as it exists, and its problems. */
export interface Read {
  readonly value: unknown;
  readonly problems: readonly Diagnostic[];
}

/** Reads something that may throw. */
export function tryRead(read: () => unknown): Read {
  try {
    return { value: read(), problems: [] };
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return { value: valuesBehind.get(error), problems: error.diagnostics };
  }
}

/** A value with everything in it, as JSON; null if it has none. */
export function readData(read: () => unknown): { readonly value: Json; readonly problems: readonly Diagnostic[] } {
  const { value, problems } = tryRead(() => force(read()));
  return { value: jsonOf(value), problems };
}

/** Returns the value of a definition as JSON; no value if it cannot be computed. */
export function definitionData(value: unknown): { readonly value?: Json } {
  const { value: forced, problems } = tryRead(() => force(value));
  return problems.length > 0 ? {} : { value: jsonOf(forced) };
}
