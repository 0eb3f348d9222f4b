/** The functions that cases may use: each takes thunks, so that what is not needed is not computed. */
import { equalValues, isPlainObject } from "@troupe/modules";
import { whnf } from "@troupe/modules/internal";
import { failCoercion, failMissing, failOther } from "./failures.ts";
import { entriesOf, lazyList, lazySet, sortedKeys, type Thunk } from "./values.ts";

type Lambda = (...args: readonly Thunk[]) => unknown;

const any = (thunk: Thunk): unknown => whnf(thunk());

function expecting<T>(kind: string, is: (value: unknown) => value is T): (thunk: Thunk) => T {
  return (thunk) => {
    const value = any(thunk);
    return is(value) ? value : failOther(`expected ${kind}, got ${typeOf(value)}`);
  };
}

const string = expecting("a string", (value): value is string => typeof value === "string");
const number = expecting("a number", (value): value is number => typeof value === "number");
const boolean = expecting("a boolean", (value): value is boolean => typeof value === "boolean");
const list = expecting("a list", (value): value is readonly unknown[] => Array.isArray(value));
const set = expecting("a set", (value): value is Readonly<Record<string, unknown>> => isPlainObject(value));

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return (
    { boolean: "bool", string: "string", object: "set", function: "lambda" }[typeof value as string] ?? typeof value
  );
}

function toText(value: unknown): string {
  if (value === null || value === false) return "";
  if (value === true) return "1";
  if (Array.isArray(value)) return value.map((part) => toText(whnf(part))).join(" ");
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : value.toFixed(6);
  return typeof value === "string" ? value : failOther(`cannot make text of a ${typeOf(value)}`);
}

function parseInteger(thunk: Thunk): number {
  const text = string(thunk);
  return /^\s*-?[0-9]+\s*$/.test(text) && !/^\s*-?0[0-9]/.test(text) ? Number(text) : failCoercion(text);
}

const elements = (values: readonly unknown[]): readonly Thunk[] =>
  Array.from({ length: values.length }, (_, index) => () => values[index]);

function unique(values: readonly unknown[]): readonly unknown[] {
  const result: unknown[] = [];
  for (const value of values) if (!result.some((known) => equalValues(known, value))) result.push(value);
  return result;
}

function isLess(left: unknown, right: unknown): boolean {
  const [a, b] = [whnf(left), whnf(right)];
  if (typeof a === "number" && typeof b === "number") return a < b;
  return typeof a === "string" && typeof b === "string"
    ? a < b
    : failOther(`cannot compare a ${typeOf(a)} with a ${typeOf(b)}`);
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isPlainObject(value) ? Object.keys(value).length === 0 : value === "";
}

/** Every function with its number of arguments. */
export const functions: Readonly<Record<string, { readonly arity: number; readonly call: Lambda }>> = {
  id: { arity: 1, call: (x) => any(x!) },
  const: { arity: 2, call: (c) => any(c!) },
  seq: { arity: 2, call: (a, b) => (any(a!), any(b!)) },
  if: { arity: 3, call: (c, x, y) => any(boolean(c!) ? x! : y!) },
  not: { arity: 1, call: (x) => !boolean(x!) },
  and: { arity: 2, call: (a, b) => boolean(a!) && boolean(b!) },
  or: { arity: 2, call: (a, b) => boolean(a!) || boolean(b!) },
  eq: { arity: 2, call: (a, b) => equalValues(any(a!), any(b!)) },
  lt: { arity: 2, call: (a, b) => isLess(any(a!), any(b!)) },
  add: { arity: 2, call: (a, b) => number(a!) + number(b!) },
  sub: { arity: 2, call: (a, b) => number(a!) - number(b!) },
  mul: { arity: 2, call: (a, b) => number(a!) * number(b!) },
  concat: { arity: 2, call: (a, b) => string(a!) + string(b!) },
  concatLists: { arity: 2, call: (a, b) => lazyList([...elements(list(a!)), ...elements(list(b!))]) },
  update: { arity: 2, call: (a, b) => lazySet([...entriesOf(set(a!)), ...entriesOf(set(b!))]) },
  length: { arity: 1, call: (xs) => list(xs!).length },
  head: { arity: 1, call: (xs) => (list(xs!).length > 0 ? whnf(list(xs!)[0]) : failOther("head of an empty list")) },
  attrNames: { arity: 1, call: (s) => sortedKeys(set(s!)) },
  attrValues: { arity: 1, call: (s) => lazyList(entriesOf(set(s!)).map(([, value]) => value)) },
  elem: { arity: 2, call: (x, xs) => list(xs!).some((value) => equalValues(any(x!), value)) },
  hasAttr: { arity: 2, call: (n, s) => has(set(s!), string(n!)) },
  get: { arity: 2, call: (n, s) => (has(set(s!), string(n!)) ? whnf(set(s!)[string(n!)]) : failMissing(string(n!))) },
  getOr: { arity: 3, call: (n, d, s) => getOr(string(n!), d!, any(s!)) },
  upper: { arity: 1, call: (x) => string(x!).replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()) },
  toString: { arity: 1, call: (x: Thunk) => toText(any(x)) },
  parseInt: { arity: 1, call: (x) => parseInteger(x!) },
  singleton: { arity: 1, call: (x) => lazyList([x!]) },
  wrapValue: { arity: 1, call: (x) => lazySet([["value", x!]]) },
  genEmpty: { arity: 1, call: (xs) => lazySet(names(xs!).map((name) => [name, () => ({})] as const)) },
  genTrue: { arity: 1, call: (xs) => lazySet(names(xs!).map((name) => [name, () => true] as const)) },
  splitComma: { arity: 1, call: (x) => string(x!).split(",") },
  joinComma: {
    arity: 1,
    call: (xs) =>
      elements(list(xs!))
        .map((x) => string(x))
        .join(","),
  },
  unique: { arity: 1, call: (xs) => unique(list(xs!)) },
  sort: { arity: 1, call: (xs) => [...list(xs!)].toSorted((a, b) => (isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0)) },
  reverse: { arity: 1, call: (xs) => lazyList(elements(list(xs!)).toReversed()) },
  isEven: { arity: 1, call: (x) => number(x!) % 2 === 0 },
  nonEmpty: { arity: 1, call: (x) => !isEmpty(any(x!)) },
  shortStr: { arity: 1, call: (x) => typeof any(x!) === "string" && new TextEncoder().encode(string(x!)).length <= 3 },
  typeOf: { arity: 1, call: (x) => typeOf(any(x!)) },
};

const names = (xs: Thunk): readonly string[] => elements(list(xs)).map((x) => string(x));

// Names are looked up in this way also where an object stands for a configuration that is not known yet.
const has = (of: object, name: string): boolean => Object.getOwnPropertyDescriptor(of, name) !== undefined;

const getOr = (name: string, fallback: Thunk, value: unknown): unknown =>
  isPlainObject(value) && has(value, name) ? whnf(value[name]) : any(fallback);

/** A named function applied to some arguments; with too few of them the result is a function of the others. */
export function call(name: string, args: readonly Thunk[]): unknown {
  const known = Object.hasOwn(functions, name) ? functions[name]! : failOther(`there is no function ${name}`);
  if (args.length < known.arity)
    return (...more: readonly unknown[]) => call(name, [...args, ...more.map((value) => () => value)]);
  const result = known.call(...args.slice(0, known.arity));
  return args.length === known.arity ? result : apply(result, args.slice(known.arity));
}

/** A function that is a value, applied to arguments one after the other. */
export function apply(value: unknown, args: readonly Thunk[]): unknown {
  return args.reduce<unknown>((result, arg) => {
    const known = whnf(result);
    return typeof known === "function"
      ? (known as (value: unknown) => unknown)(any(arg))
      : failOther("attempt to call something which is not a function");
  }, value);
}

/** What cases write where a function is expected: a name, or a name and its first arguments. */
export type FunctionReference = string | readonly [string, ...unknown[]];

/** The function that such a reference names, of the last argument. */
export function functionOf(reference: FunctionReference): (last: Thunk) => unknown {
  const [name, ...given] = typeof reference === "string" ? [reference] : reference;
  return (last) => call(name, [...given.map((value) => () => value), last]);
}
