/** Recognising wrappers in definitions: by their shape alone, wherever they were made. */
import { callCounted } from "./call.ts";

/** `mkIf` */
export interface Conditional {
  readonly _type: "if";
  readonly condition: unknown;
  readonly content: unknown;
  /** True if it was not written here but moved down from around a group. */
  readonly pushed?: boolean;
}
/** `mkMerge` */
export interface Merged {
  readonly _type: "merge";
  readonly contents: readonly unknown[];
}
/** `mkOverride` and its kin */
export interface Overridden {
  readonly _type: "override";
  readonly priority: number;
  readonly content: unknown;
  /** True if it was not written here but moved down from around a group. */
  readonly pushed?: boolean;
}
/** `mkOrder` and its kin */
export interface Ordered {
  readonly _type: "order";
  readonly priority: number;
  readonly content: unknown;
}

/**
 * The tag of a wrapper (or of whatever else has a `_type`), undefined for all other values.
 *
 * @example
 * tagOf(mkForce(80)); // => "override"
 * tagOf(80); // => undefined
 */
export function tagOf(value: unknown): unknown {
  return typeof value === "object" && value !== null ? (value as { readonly _type?: unknown })._type : undefined;
}

/**
 * The value behind any number of `lazy` wrappers, computed now.
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

/**
 * True for what nixpkgs calls an attribute set: a plain object, not a list, not an instance of some class.
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
 * Deep equality of data, as `==` in Nix: wrappers of deferred values are looked through, functions equal nothing but themselves.
 *
 * @example
 * equalValues({ ports: [80] }, lazy(() => ({ ports: [80] }))); // => true
 */
export function equalValues(left: unknown, right: unknown): boolean {
  const a = whnf(left);
  const b = whnf(right);
  if (Object.is(a, b) || a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => equalValues(item, b[index]));
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equalValues(a[key], b[key]));
}
