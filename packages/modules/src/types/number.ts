/** Types of numbers, with and without bounds. A whole number is an integer, any other number a float, as in JSON. */
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { invalidType } from "../diagnostics/kinds.ts";
import { either } from "./union.ts";
import { defineType, variantOf } from "./type.ts";
import type { Leaf, TypeBehaviour } from "../model/option.ts";

/** The type of integers, bounded or not. */
export interface IntType extends Leaf<number> {}
/** The type of floats and of numbers of both kinds. */
export interface NumberType extends Leaf<number> {}

function unquoted(value: unknown): string | undefined {
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? `Write ${value}, without quotes.` : undefined;
}

/** The type of integers. */
export const int = defineType<IntType>({
  name: "int",
  description: "signed integer",
  descriptionClass: "noun",
  words: { one: "a whole number", many: "whole numbers" },
  check: Number.isInteger,
  advise: unquoted,
  shallow: true,
  jsonSchema: () => ({ type: "integer" }),
});

/** A number with a fractional part; see {@link number} for "any number". */
export const float = defineType<NumberType>({
  name: "float",
  description: "floating point number",
  descriptionClass: "noun",
  words: { one: "a number with a fraction", many: "numbers with fractions" },
  check: (value) => typeof value === "number" && Number.isFinite(value) && !Number.isInteger(value),
  shallow: true,
  jsonSchema: () => ({ type: "number" }),
});

/** An integer or a float. All definitions must be of the same kind. */
export const number: NumberType = variantOf(either(int, float), {
  words: { one: "a number", many: "numbers" },
  advise: unquoted,
  jsonSchema: () => ({ type: "number" }),
});

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

function bounded<T extends IntType>(
  base: T,
  bounds: Bounds,
  name: string,
  says: Pick<TypeBehaviour, "description" | "descriptionClass">,
  words: string,
): T {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = bounds;
  const inside = (value: unknown): boolean =>
    (value as number) >= minimum && (value as number) <= maximum && (value as number) > exclusiveMinimum;
  return variantOf(base, {
    name,
    ...says,
    words: { one: `${base.words.one} ${words}`, many: `${base.words.many} ${words}` },
    check: inside,
    jsonSchema: () => ({ ...base.jsonSchema(), ...bounds }),
  });
}

const range = (lowest: number, highest: number): string => `${lowest} and ${highest} (both inclusive)`;
const fromTo = (lowest: number, highest: number): string => `from ${lowest} to ${highest}`;
const aboveZero = "greater than 0";
const notBelowZero = "of at least 0";

function between(lowest: number, highest: number): IntType {
  if (lowest > highest)
    fail(invalidType, {
      why: `ints.between(${lowest}, ${highest}): the first bound must not be greater than the second.`,
    });
  const says = { description: `integer between ${range(lowest, highest)}`, descriptionClass: "noun" } as const;
  return bounded(int, { minimum: lowest, maximum: highest }, "intBetween", says, fromTo(lowest, highest));
}

function bits(size: number, signed: boolean): IntType {
  const values = 2 ** size;
  const [minimum, maximum] = signed ? [-values / 2, values / 2 - 1] : [0, values - 1];
  const kind = signed ? "signed" : "unsigned";
  const says = {
    description: `${size} bit ${kind} integer; between ${range(minimum, maximum)}`,
    descriptionClass: "noun",
  } as const;
  return bounded(int, { minimum, maximum }, `${kind}Int${size}`, says, fromTo(minimum, maximum));
}

const clause = "nonRestrictiveClause";

/** Integers within bounds. */
export const ints = {
  /** At least `lowest` and at most `highest`. */
  between,
  /** Bounded to numbers greater than zero. */
  positive: bounded(
    int,
    { exclusiveMinimum: 0 },
    "positiveInt",
    { description: "positive integer, meaning >0", descriptionClass: clause },
    aboveZero,
  ),
  /** Bounded to zero and greater numbers. */
  unsigned: bounded(
    int,
    { minimum: 0 },
    "unsignedInt",
    { description: "unsigned integer, meaning >=0", descriptionClass: clause },
    notBelowZero,
  ),
  u8: bits(8, false),
  u16: bits(16, false),
  u32: bits(32, false),
  s8: bits(8, true),
  s16: bits(16, true),
  s32: bits(32, true),
};

/** A TCP or UDP port. */
export const port: IntType = ints.u16;

const numberWords = "integer or floating point number";

/** Numbers of either kind within bounds. */
export const numbers = {
  /** At least `lowest` and at most `highest`. */
  between: (lowest: number, highest: number): NumberType => {
    if (lowest > highest)
      fail(invalidType, {
        why: `numbers.between(${lowest}, ${highest}): the first bound must not be greater than the second.`,
      });
    const says = {
      description: `${numberWords} between ${range(lowest, highest)}`,
      descriptionClass: "conjunction",
    } as const;
    return bounded(number, { minimum: lowest, maximum: highest }, "numberBetween", says, fromTo(lowest, highest));
  },
  /** Bounded to numbers greater than zero. */
  positive: bounded(
    number,
    { exclusiveMinimum: 0 },
    "numberPositive",
    {
      description: `positive ${numberWords}, meaning >0`,
      descriptionClass: clause,
    },
    aboveZero,
  ),
  /** Bounded to zero and greater numbers. */
  nonnegative: bounded(
    number,
    { minimum: 0 },
    "numberNonnegative",
    {
      description: `nonnegative ${numberWords}, meaning >=0`,
      descriptionClass: clause,
    },
    notBelowZero,
  ),
};
