/** Values as Nix: data, wrappers of the module system, packages, functions, and recorded values. */
import { fail, kindOf } from "@troupe/modules";
import { tagOf, whnf } from "@troupe/modules/internal";
import { isPackageRef } from "@troupe/vocabulary";
import { expressionOf, precedence } from "../expression/expression.ts";
import { functionExpression } from "../expression/functions.ts";
import { packageExpression } from "../expression/packages.ts";
import { wrapperExpression } from "../expression/wrappers.ts";
import { notNix } from "../diagnostics.ts";
import type { Expression, Output, Precedence } from "../model/expression.ts";
import { writeList } from "./lists.ts";
import { numberText } from "./numbers.ts";
import { fits, indented, newline } from "./layout.ts";
import { showPlace } from "./places.ts";
import { writeSet } from "./sets.ts";
import { hasLines, writeString } from "./strings.ts";

/** Writes any value, in parentheses if the value binds less than demanded. Throws TRP3202 and TRP3203. */
export function writeValue(out: Output, value: unknown, demanded: Precedence): void {
  switch (typeof value) {
    case "string":
      return writeString(out, value);
    case "boolean":
      out.text += value ? "true" : "false";
      return undefined;
    case "number":
    case "bigint":
      return writeNumber(out, value, demanded);
    case "function":
      return writeCallable(out, value, demanded);
    case "object":
      return writeObject(out, value, demanded);
    default:
      return fail(notNix, { what: value === undefined ? "undefined" : `a ${typeof value}`, place: showPlace(out) });
  }
}

function writeNumber(out: Output, value: number | bigint, demanded: Precedence): void {
  const text = numberText(out, value);
  // Digits are an atom. A sign is an operator, and the smallest numbers are written as an operation.
  const isOperation = text.includes(" ");
  const binds = isOperation ? precedence.any : text.startsWith("-") ? precedence.operand : precedence.atom;
  out.text += demanded > binds ? `(${text})` : text;
}

function writeObject(out: Output, value: object | null, demanded: Precedence): void {
  if (value === null) {
    out.text += "null";
  } else if (Array.isArray(value)) {
    writeList(out, value as readonly unknown[]);
  } else if (tagOf(value) === undefined) {
    writeSet(out, plainSet(out, value));
  } else {
    const inner = expressionBehind(value);
    if (inner !== undefined) writeExpression(out, inner, demanded);
    else if (tagOf(value) === "lazy") out.value(out, whnf(value), demanded);
    else writeSet(out, plainSet(out, value));
  }
}

/** Returns the expression of a package reference or a wrapper; undefined for all other objects. */
export function expressionBehind(value: object): Expression | undefined {
  return isPackageRef(value) ? packageExpression(value) : wrapperExpression(value);
}

function plainSet(out: Output, value: object): Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object of another realm has that realm's Object.prototype, whose own prototype is null.
  const isPlain = prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain
    ? (value as Readonly<Record<string, unknown>>)
    : fail(notNix, { what: kindOf(value), place: showPlace(out) });
}

function writeCallable(out: Output, value: Function, demanded: Precedence): void {
  const expression = expressionOf(value);
  if (expression !== undefined) return writeExpression(out, expression, demanded);
  return writeExpression(out, functionExpression(value as (...parameters: readonly unknown[]) => unknown), demanded);
}

/** Writes an expression, in parentheses if the expression binds less than demanded. */
export function writeExpression(out: Output, expression: Expression, demanded: Precedence): void {
  if (expression.precedence >= demanded) return expression.write(out);
  const write = () => {
    out.text += "(";
    expression.write(out);
    out.text += ")";
  };
  if (fits(out, write)) return undefined;
  const { text } = out;
  // Measure with two characters more, because both parentheses need room.
  out.text += "((";
  const standsAlone = expression.standsAlone?.(out) === true;
  out.text = text;
  if (!standsAlone) return write();
  out.text += "(";
  indented(out, () => {
    newline(out);
    expression.write(out);
  });
  newline(out);
  out.text += ")";
  return undefined;
}

/**
 * True for a value whose lines may begin where the line before ends: sets, lists, strings, and applications to these.
 */
export function hugs(out: Output, value: unknown, demanded: Precedence): boolean {
  if (typeof value === "string") return hasLines(value);
  if (typeof value === "function") {
    const expression =
      expressionOf(value) ?? functionExpression(value as (...parameters: readonly unknown[]) => unknown);
    return expression.hugs?.(out, demanded) ?? false;
  }
  if (typeof value !== "object" || value === null) return false;
  const inner = tagOf(value) === undefined ? undefined : expressionBehind(value);
  if (inner !== undefined) return inner.hugs?.(out, demanded) ?? false;
  return tagOf(value) === "lazy" ? hugs(out, whnf(value), demanded) : true;
}
