/** Recognizes wrappers by their shape alone, wherever they were made. */
import { callCounted } from "./definition-calls.ts";

/**
 * The `_type` of a wrapper or of any other object that has one; undefined for all other values.
 *
 * @example
 * tagOf(mkForce(80)); // => "override"
 * tagOf(80); // => undefined
 */
export function tagOf(value: unknown): unknown {
  return typeof value === "object" && value !== null ? (value as { readonly _type?: unknown })._type : undefined;
}

/**
 * Computes the value behind any number of `lazy` wrappers (its weak head normal form).
 *
 * @example
 * whnf(lazy(() => 40 + 2)); // => 42
 */
export function whnf(value: unknown): unknown {
  let result = value;
  while (tagOf(result) === "lazy") {
    const { content } = result as { readonly content?: unknown };
    if (typeof content !== "function") return result;
    result = callCounted(content as () => unknown);
  }
  return result;
}
