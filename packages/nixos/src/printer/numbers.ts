/** Numbers: Nix has integers of 64 bits, and floats that are written with a point. */
import { fail } from "@troupe/modules";
import { notNix } from "../diagnostics.ts";
import type { Output } from "../model/expression.ts";
import { showPlace } from "./places.ts";

const smallest = -(2n ** 63n);
const smallestNormal = 2.2250738585072014e-308;

/** Returns the text of a number. Throws TRP3202 for a number that Nix does not have. */
export function numberText(out: Output, value: number | bigint): string {
  if (typeof value === "bigint") return integer(out, value);
  if (Number.isSafeInteger(value)) return value === 0 ? "0" : String(value);
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return integer(out, BigInt(value));
  if (!Number.isFinite(value)) return fail(notNix, { what: String(value), place: showPlace(out) });
  return float(value);
}

function integer(out: Output, value: bigint): string {
  if (value < smallest || value >= -smallest)
    return fail(notNix, { what: `the integer ${value}, which has more than 64 bits,`, place: showPlace(out) });
  // Nix reads the digits before the sign, so the digits of the smallest integer would overflow.
  return value === smallest ? "-9223372036854775807 - 1" : String(value);
}

function float(value: number): string {
  // Nix refuses the digits of a subnormal number as an overflow, but computes the product with a power of two.
  if (Math.abs(value) < smallestNormal) return `${float(value * 2 ** 100)} * ${float(2 ** -100)}`;
  const text = String(value);
  const exponent = text.indexOf("e");
  const digits = exponent < 0 ? text : text.slice(0, exponent);
  return `${digits}${digits.includes(".") ? "" : ".0"}${exponent < 0 ? "" : text.slice(exponent).replace("+", "")}`;
}
