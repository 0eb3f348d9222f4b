/** The words of every type, for messages. */
import { expect, test } from "vitest";
import { option } from "../options/option.ts";
import { t } from "./index.ts";

test("every type names its values in plain words", () => {
  const {
    attrs,
    bool,
    enum: enumOf,
    int,
    ints,
    json,
    lines,
    listOf,
    nullOr,
    number,
    numbers,
    path,
    port,
    raw,
    str,
  } = t;
  const types = {
    attrs,
    bool,
    int,
    json,
    lines,
    number,
    path,
    port,
    raw,
    str,
    positive: ints.positive,
    natural: ints.unsigned,
    between: numbers.between(0, 1.5),
    pattern: t.strMatching(/[a-z]+/),
    password: t.passwdEntry(str),
    one: enumOf(["a"]),
    several: enumOf(["a", 2, true]),
    list: listOf(nullOr(port)),
    some: t.nonEmptyListOf(listOf(str)),
    set: t.attrsOf(t.submodule({ a: option(str) })),
    choice: t.either(int, str),
    coerced: t.coercedTo(listOf(str), () => ({}), t.attrsOf(int)),
    tagged: t.attrTag({ one: option(int), two: option(str) }),
    unnamed: t.addCheck(int, (value) => value < 4),
    named: t.addCheck(int, (value) => value % 2 === 0, "even integer"),
  };
  const words = Object.entries(types).map(
    ([
      name,
      {
        words: { one, many },
      },
    ]) => `${name}: ${one}; ${many}`,
  );
  expect(words.join("\n")).toMatchInlineSnapshot(`
    "attrs: an object; objects
    bool: true or false; booleans
    int: a whole number; whole numbers
    json: a value that JSON can hold; values that JSON can hold
    lines: a string; strings
    number: a number; numbers
    path: an absolute path (it begins with /); absolute paths
    port: a whole number from 0 to 65535; whole numbers from 0 to 65535
    raw: any value; values of any kind
    str: a string; strings
    positive: a whole number greater than 0; whole numbers greater than 0
    natural: a whole number of at least 0; whole numbers of at least 0
    between: a number from 0 to 1.5; numbers from 0 to 1.5
    pattern: a string that matches /^([a-z]+)$/; strings that match /^([a-z]+)$/
    password: a string without line breaks and colons; strings without line breaks and colons
    one: "a"; values that are "a"
    several: one of "a", 2, true; values out of "a", 2, true
    list: a list of whole numbers from 0 to 65535 or null; lists of whole numbers from 0 to 65535 or null
    some: a list of lists of strings that is not empty; lists of lists of strings that are not empty
    set: an object whose values are objects; objects whose values are objects
    choice: a whole number or a string; whole numbers or strings
    coerced: an object whose values are whole numbers or a list of strings; objects whose values are whole numbers or lists of strings
    tagged: an object with one of the properties one, two; objects with one of the properties one, two
    unnamed: a whole number; whole numbers
    named: a value of the type even integer; values of the type even integer"
  `);
  for (const text of words) expect(text).not.toMatch(/attribute set|submodule|signed|inclusive|convertible/);
});
