/** Values as JSON, whatever they are: for those who look at values, not for those who use them. */
import { isPlainObject, kindOf } from "@troupe/modules";
import type { Json } from "./exports/types.ts";

/** Data as it is; words for what JSON cannot hold, and "…" for what is inside of itself. */
export function jsonOf(value: unknown, around: readonly unknown[] = []): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return `${value}n`;
  if (!Array.isArray(value) && !isPlainObject(value)) return kindOf(value);
  if (around.includes(value)) return "…";
  const inside = [...around, value];
  if (Array.isArray(value)) return value.map((each) => jsonOf(each, inside));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, jsonOf(each, inside)]),
  );
}
