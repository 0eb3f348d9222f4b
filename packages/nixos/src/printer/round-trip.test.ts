/** Laws of the printer, checked with Nix. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { describeWithNix, evaluateNix } from "../testing/nix.ts";
import { printNix } from "./printer.ts";

const piece = fc.constantFrom(
  "'",
  "''",
  "'''",
  "$",
  "${",
  "$$",
  "{",
  "}",
  "\\",
  '"',
  "\n",
  "\n\n",
  "  ",
  "\t",
  "\r",
  "a",
  "é",
  "𝄞",
  "\u2028",
  "\u0007",
  "'\n",
  "''$",
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }).filter((value) => !value.includes("\0") && value.isWellFormed()),
);
const name = fc.oneof(fc.constantFrom("in", "or", "rec", "let", "a", "b-c", "d'", "a.b", "1a", "", "__functor"), text);
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value)),
  fc.constantFrom(5e-324, -2.2e-308, 1.7976931348623157e308, 1e21, 0.1, -1e-7),
);
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("data"), { maxLength: 4 }),
    fc.dictionary(name, tie("data"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describeWithNix("printed data", () => {
  it("evaluates to the same data", () => {
    const samples = fc.sample(data, 500);
    const cases = samples.map(
      (value, index) => `(import ./value-${index}.nix) == builtins.fromJSON (builtins.readFile ./value-${index}.json)`,
    );
    const files = Object.fromEntries(
      samples.flatMap((value, index) => [
        [`value-${index}.nix`, printNix(value)],
        [`value-${index}.json`, JSON.stringify(value)],
      ]),
    );
    const same = evaluateNix({
      ...files,
      "default.nix": `[\n${cases.map((each) => `(${each})`).join("\n")}\n]\n`,
    }) as readonly boolean[];
    const wrong = samples.filter((_, index) => !same[index]).map((value) => [value, printNix(value)]);
    expect(wrong).toEqual([]);
  });
});
