import fc from "fast-check";
import { expect, test } from "vitest";
import { table } from "./table.ts";
import { count, duration, listed, wrap } from "./text.ts";

test("text is wrapped between words, later lines indented", () => {
  expect(wrap("one two three four", 9, "  ")).toBe("one two\n  three\n  four");
  expect(wrap("one\ntwo three", 5)).toBe("one\ntwo\nthree");
});

test("wrapping loses nothing and keeps to the width where words allow", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 12, max: 60 }), (words, width) => {
      const wrapped = wrap(words.join(" "), width, "    ");
      expect(wrapped.split(/\s+/)).toEqual(words);
      for (const line of wrapped.split("\n")) expect(line.length).toBeLessThanOrEqual(width);
    }),
  );
});

test("numbers, durations and lists read well", () => {
  expect([count(1, "machine"), count(3, "machine")]).toEqual(["1 machine", "3 machines"]);
  expect([duration(12.3), duration(1234), duration(123_456)]).toEqual(["12 ms", "1.2 s", "2 min 3 s"]);
  expect(listed(["a", "b", "c"], 2)).toBe("a, b, c");
  expect(listed(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
});

test("a table gives way in its last column, where the terminal ends", () => {
  expect(
    table(
      ["name", "value"],
      [
        ["a", "short"],
        ["bcd", "rather long"],
      ],
      14,
    ),
  ).toBe("name  value\na     short\nbcd   rather …");
});
