/** Plain objects, and equality of data. */
import { whnf } from "./wrapper-tag.ts";

/**
 * True for an attribute set in nixpkgs' sense: a plain object, not a list, not an instance of a class.
 *
 * @example
 * isPlainObject({ port: 80 }); // => true
 * isPlainObject(new Map()); // => false
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Deep equality of data, as `==` in Nix: `lazy` wrappers are computed, a function equals nothing but itself.
 *
 * @example
 * equalValues({ ports: [80] }, lazy(() => ({ ports: [80] }))); // => true
 */
export function equalValues(left: unknown, right: unknown): boolean {
  const a = whnf(left);
  const b = whnf(right);
  if (Object.is(a, b) || a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => equalValues(item, b[index]));
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equalValues(a[key], b[key]))
  );
}
