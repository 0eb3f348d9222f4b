/** Values as JSON, whatever they are: for those who look at values, not for those who use them. */
import { isPlainObject, isTroupeError, kindOf } from "@troupe/modules";
import { loopIn, readTooDeep } from "@troupe/modules/internal";
import { problemsOf } from "./problems.ts";
import type { Json } from "./model/json.ts";

/** Data as it is, and words for what JSON cannot hold. Where values hold themselves each is shown once, and "…" stands for it elsewhere. */
export function jsonOf(value: unknown): Json {
  return convert(value, loopIn(value) === undefined ? undefined : new Set(), 0);
}

/** The same of a value that may be impossible to have, which is reported where it is needed: null then. */
export function jsonIfAny(read: () => unknown): Json {
  let result: Json = null;
  problemsOf(() => (result = jsonOf(read())));
  return result;
}

/** Nobody looks at what is deeper. */
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
    // It does not let itself be looked at.
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
