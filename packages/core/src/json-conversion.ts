/** Conversion of any value to JSON, for explanations and messages. */
import { isPlainObject, isTroupeError, kindOf } from "@troupe/modules";
import { loopIn, readTooDeep } from "@troupe/modules/internal";
import { problemsOf } from "./problems.ts";
import type { Json } from "./model/json.ts";

/**
 * Converts data to JSON, and other values to words. In a circular value each part is shown once, and "…" stands for its
 * repetitions.
 */
export function jsonOf(value: unknown): Json {
  return convert(value, loopIn(value) === undefined ? undefined : new Set(), 0);
}

/** Converts the result of `read` to JSON; null if `read` has problems, which are reported elsewhere. */
export function jsonIfAny(read: () => unknown): Json {
  let result: Json = null;
  problemsOf(() => (result = jsonOf(read())));
  return result;
}

/** The bound on depth. */
const deepest = 500;

function convert(value: unknown, shown: Set<unknown> | undefined, depth: number): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return `${value}n`;
  try {
    return convertParts(value, shown, depth);
  } catch (error) {
    if (isTroupeError(error) || readTooDeep(error)) throw error;
    // The value throws when it is looked at.
    return kindOf(value);
  }
}

function convertParts(value: unknown, shown: Set<unknown> | undefined, depth: number): Json {
  if (!Array.isArray(value) && !isPlainObject(value)) return kindOf(value);
  if (depth > deepest || shown?.has(value) === true) return "…";
  shown?.add(value);
  if (Array.isArray(value)) return value.map((each) => convert(each, shown, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, convert(each, shown, depth + 1)]),
  );
}
