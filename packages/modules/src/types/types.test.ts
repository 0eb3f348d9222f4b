/** What each type accepts, how it merges, and what it calls itself. */
import { describe, expect, test } from "vitest";
import { mkDefault, mkForce, mkIf, mkMerge } from "../merge/wrappers.ts";
import { option } from "../options/option.ts";
import { evalModules } from "../evaluate/eval-modules.ts";
import { force } from "../evaluate/force.ts";
import { t } from "./index.ts";
import type { AnyType } from "../model/option.ts";

function merged(type: AnyType, ...definitions: readonly unknown[]): unknown {
  const evaluation = evalModules({ modules: [{ options: { a: option(type) } }, ...definitions.map((a) => ({ config: { a } }))] });
  const problems = evaluation.diagnostics();
  return problems.length > 0 ? problems.map(({ code, path }) => `${code} ${path}`).join(" ") : force(evaluation.config)["a"];
}

const values = {
  true: true,
  one: 1,
  half: 0.5,
  "''": "",
  a: "a",
  " ": " ",
  "/a": "/a",
  null: null,
  "[]": [],
  "[1]": [1],
  "{}": {},
  "{a:1}": { a: 1 },
};
const accepted = (type: AnyType): string =>
  Object.entries(values)
    .filter(([, value]) => type.check(value))
    .map(([shown]) => shown)
    .join("  ");

const types: Readonly<Record<string, AnyType>> = {
  bool: t.bool,
  boolByOr: t.boolByOr,
  int: t.int,
  "ints.between": t.ints.between(2, 9),
  "ints.positive": t.ints.positive,
  "ints.unsigned": t.ints.unsigned,
  "ints.u8": t.ints.u8,
  "ints.s16": t.ints.s16,
  port: t.port,
  float: t.float,
  number: t.number,
  "numbers.between": t.numbers.between(0, 1),
  "numbers.positive": t.numbers.positive,
  str: t.str,
  nonEmptyStr: t.nonEmptyStr,
  singleLineStr: t.singleLineStr,
  strMatching: t.strMatching(/[a-z]+/),
  lines: t.lines,
  separatedString: t.separatedString(", "),
  passwdEntry: t.passwdEntry(t.str),
  path: t.path,
  enum: t.enum(["a", 1, true]),
  "enum of one": t.enum(["a"]),
  "enum of none": t.enum([]),
  nullOr: t.nullOr(t.int),
  either: t.either(t.int, t.listOf(t.int)),
  oneOf: t.oneOf<AnyType>([t.int, t.bool, t.listOf(t.str)]),
  listOf: t.listOf(t.nullOr(t.either(t.int, t.str))),
  nonEmptyListOf: t.nonEmptyListOf(t.int),
  attrsOf: t.attrsOf(t.listOf(t.ints.positive)),
  lazyAttrsOf: t.lazyAttrsOf(t.int),
  attrs: t.attrs,
  attrTag: t.attrTag({ a: option(t.int), b: option(t.str) }),
  submodule: t.submodule({ a: option(t.int), b: option(t.str, { default: "x", description: "a b" }) }),
  "open submodule": t.submodule({}, { freeformType: t.attrsOf(t.int) }),
  coercedTo: t.coercedTo(t.int, String, t.str),
  unique: t.unique(t.int),
  addCheck: t.addCheck(t.int, (value) => value % 2 === 0, "even integer"),
  json: t.json,
  anything: t.anything,
  raw: t.raw,
  unspecified: t.unspecified,
};

describe("types", () => {
  test("have the descriptions of nixpkgs", () => {
    expect(Object.fromEntries(Object.entries(types).map(([name, type]) => [name, type.description]))).toMatchInlineSnapshot(`
      {
        "addCheck": "even integer",
        "anything": "anything",
        "attrTag": "attribute-tagged union with choices: a, b",
        "attrs": "attribute set",
        "attrsOf": "attribute set of list of (positive integer, meaning >0)",
        "bool": "boolean",
        "boolByOr": "boolean (merged using or)",
        "coercedTo": "string or signed integer convertible to it",
        "either": "signed integer or list of signed integer",
        "enum": "one of "a", 1, true",
        "enum of none": "impossible (empty enum)",
        "enum of one": "value "a" (singular enum)",
        "float": "floating point number",
        "int": "signed integer",
        "ints.between": "integer between 2 and 9 (both inclusive)",
        "ints.positive": "positive integer, meaning >0",
        "ints.s16": "16 bit signed integer; between -32768 and 32767 (both inclusive)",
        "ints.u8": "8 bit unsigned integer; between 0 and 255 (both inclusive)",
        "ints.unsigned": "unsigned integer, meaning >=0",
        "json": "JSON value",
        "lazyAttrsOf": "lazy attribute set of signed integer",
        "lines": "strings concatenated with "\\n"",
        "listOf": "list of (null or signed integer or string)",
        "nonEmptyListOf": "non-empty (list of signed integer)",
        "nonEmptyStr": "non-empty string",
        "nullOr": "null or signed integer",
        "number": "signed integer or floating point number",
        "numbers.between": "integer or floating point number between 0 and 1 (both inclusive)",
        "numbers.positive": "positive integer or floating point number, meaning >0",
        "oneOf": "signed integer or boolean or list of string",
        "open submodule": "open submodule of attribute set of signed integer",
        "passwdEntry": "string, not containing newlines or colons",
        "path": "absolute path",
        "port": "16 bit unsigned integer; between 0 and 65535 (both inclusive)",
        "raw": "raw value",
        "separatedString": "strings concatenated with ", "",
        "singleLineStr": "(optionally newline-terminated) single-line string",
        "str": "string",
        "strMatching": "string matching the pattern [a-z]+",
        "submodule": "submodule",
        "unique": "signed integer",
        "unspecified": "unspecified value",
      }
    `);
  });

  test("accept", () => {
    expect(Object.fromEntries(Object.entries(types).map(([name, type]) => [name, accepted(type)]))).toMatchInlineSnapshot(`
      {
        "addCheck": "",
        "anything": "true  one  half  ''  a     /a  null  []  [1]  {}  {a:1}",
        "attrTag": "{a:1}",
        "attrs": "{}  {a:1}",
        "attrsOf": "{}  {a:1}",
        "bool": "true",
        "boolByOr": "true",
        "coercedTo": "one  ''  a     /a",
        "either": "one  []  [1]",
        "enum": "true  one  a",
        "enum of none": "",
        "enum of one": "a",
        "float": "half",
        "int": "one",
        "ints.between": "",
        "ints.positive": "one",
        "ints.s16": "one",
        "ints.u8": "one",
        "ints.unsigned": "one",
        "json": "true  one  half  ''  a     /a  null  []  [1]  {}  {a:1}",
        "lazyAttrsOf": "{}  {a:1}",
        "lines": "''  a     /a",
        "listOf": "[]  [1]",
        "nonEmptyListOf": "[1]",
        "nonEmptyStr": "a  /a",
        "nullOr": "one  null",
        "number": "one  half",
        "numbers.between": "one  half",
        "numbers.positive": "one  half",
        "oneOf": "true  one  []  [1]",
        "open submodule": "{}  {a:1}",
        "passwdEntry": "''  a     /a",
        "path": "/a",
        "port": "one",
        "raw": "true  one  half  ''  a     /a  null  []  [1]  {}  {a:1}",
        "separatedString": "''  a     /a",
        "singleLineStr": "''  a     /a",
        "str": "''  a     /a",
        "strMatching": "a",
        "submodule": "{}  {a:1}",
        "unique": "one",
        "unspecified": "true  one  half  ''  a     /a  null  []  [1]  {}  {a:1}",
      }
    `);
  });

  test("have a JSON Schema", () => {
    expect(Object.fromEntries(Object.entries(types).map(([name, type]) => [name, JSON.stringify(type.jsonSchema())])))
      .toMatchInlineSnapshot(`
        {
          "addCheck": "{"type":"integer"}",
          "anything": "{}",
          "attrTag": "{"oneOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false},{"type":"object","properties":{"b":{"type":"string"}},"required":["b"],"additionalProperties":false}]}",
          "attrs": "{"type":"object"}",
          "attrsOf": "{"type":"object","additionalProperties":{"type":"array","items":{"type":"integer","exclusiveMinimum":0}}}",
          "bool": "{"type":"boolean"}",
          "boolByOr": "{"type":"boolean"}",
          "coercedTo": "{"anyOf":[{"type":"string"},{"type":"integer"}]}",
          "either": "{"anyOf":[{"type":"integer"},{"type":"array","items":{"type":"integer"}}]}",
          "enum": "{"enum":["a",1,true]}",
          "enum of none": "{"enum":[]}",
          "enum of one": "{"enum":["a"]}",
          "float": "{"type":"number"}",
          "int": "{"type":"integer"}",
          "ints.between": "{"type":"integer","minimum":2,"maximum":9}",
          "ints.positive": "{"type":"integer","exclusiveMinimum":0}",
          "ints.s16": "{"type":"integer","minimum":-32768,"maximum":32767}",
          "ints.u8": "{"type":"integer","minimum":0,"maximum":255}",
          "ints.unsigned": "{"type":"integer","minimum":0}",
          "json": "{}",
          "lazyAttrsOf": "{"type":"object","additionalProperties":{"type":"integer"}}",
          "lines": "{"type":"string"}",
          "listOf": "{"type":"array","items":{"anyOf":[{"type":"null"},{"type":"integer"},{"type":"string"}]}}",
          "nonEmptyListOf": "{"type":"array","items":{"type":"integer"},"minItems":1}",
          "nonEmptyStr": "{"type":"string","pattern":"[^ \\\\t\\\\n]"}",
          "nullOr": "{"anyOf":[{"type":"null"},{"type":"integer"}]}",
          "number": "{"type":"number"}",
          "numbers.between": "{"type":"number","minimum":0,"maximum":1}",
          "numbers.positive": "{"type":"number","exclusiveMinimum":0}",
          "oneOf": "{"anyOf":[{"type":"integer"},{"type":"boolean"},{"type":"array","items":{"type":"string"}}]}",
          "open submodule": "{"type":"object","properties":{}}",
          "passwdEntry": "{"allOf":[{"type":"string"},{"pattern":"^[^:\\\\n]*$"}]}",
          "path": "{"type":"string","pattern":"^/"}",
          "port": "{"type":"integer","minimum":0,"maximum":65535}",
          "raw": "{}",
          "separatedString": "{"type":"string"}",
          "singleLineStr": "{"type":"string","pattern":"^[^\\\\n\\\\r]*\\\\n?$"}",
          "str": "{"type":"string"}",
          "strMatching": "{"type":"string","pattern":"^(?:[a-z]+)$"}",
          "submodule": "{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string","description":"a b","default":"x"}},"required":["a"],"additionalProperties":false}",
          "unique": "{"type":"integer"}",
          "unspecified": "{}",
        }
      `);
  });

  test("have an empty value or none", () => {
    const empty = Object.entries(types).flatMap(([name, { empty }]) =>
      empty === undefined || name === "submodule" ? [] : [`${name} ${JSON.stringify(empty([]))}`],
    );
    expect(empty).toMatchInlineSnapshot(`
      [
        "nullOr null",
        "listOf []",
        "attrsOf {}",
        "lazyAttrsOf {}",
        "attrs {}",
        "open submodule {}",
        "json null",
      ]
    `);
  });
});

describe("merging", () => {
  test("of elements: each is checked on its own, false conditions drop it", () => {
    expect(merged(t.listOf(t.int), [1, mkIf(false, 2), mkForce(3)])).toEqual([1, 3]);
    expect(merged(t.listOf(t.int), [1, "x"])).toBe('TRP1002 a."[definition 1-entry 2]"');
    expect(merged(t.attrsOf(t.int), { x: 1, y: mkIf(false, 2) }, { x: mkForce(5) })).toEqual({ x: 5 });
    expect(merged(t.attrsOf(t.int), { x: "x" })).toBe("TRP1002 a.x");
    expect(merged(t.lazyAttrsOf(t.listOf(t.int)), { x: mkIf(false, [1]) })).toEqual({ x: [] });
    expect(merged(t.lazyAttrsOf(t.int), { x: mkIf(false, 1) })).toBe("TRP1004 a.x");
  });

  test("of strings", () => {
    expect(merged(t.lines, "b", "a")).toBe("a\nb");
    expect(merged(t.singleLineStr, "a\n")).toBe("a");
    expect(merged(t.str, "a", "b")).toBe("TRP1001 a");
  });

  test("of alternatives: all definitions must be of the same one", () => {
    const type = t.either(t.int, t.listOf(t.int));
    expect(merged(type, [1], [2])).toEqual([2, 1]);
    expect(merged(type, [1], 2)).toBe("TRP1002 a");
    expect(merged(t.nullOr(t.int), null, 1)).toBe("TRP1016 a");
  });

  test("of converted values", () => {
    const type = t.coercedTo(t.str, (one) => [one], t.listOf(t.str));
    expect(merged(type, "x", ["y"])).toEqual(["y", "x"]);
    expect(merged(type)).toEqual([]);
  });

  test("of tagged unions", () => {
    const type = t.attrTag({ file: option(t.path), lines: option(t.listOf(t.str)) });
    expect(merged(type, { lines: ["a"] }, { lines: ["b"] })).toEqual({ lines: ["b", "a"] });
    expect(merged(type, { lines: ["a"] }, { file: "/b" })).toBe("TRP1016 a");
    expect(merged(type, { lines: "a" })).toBe("TRP1002 a.lines");
  });

  test("of anything", () => {
    expect(merged(t.anything, { a: { b: 1 } }, { a: { c: mkDefault(2) } }, { d: mkMerge([{ e: 1 }, { f: 2 }]) })).toEqual({
      a: { b: 1, c: 2 },
      d: { e: 1, f: 2 },
    });
    expect(merged(t.anything, [1], [2])).toBe("TRP1001 a");
    expect(merged(t.anything, { x: 1 }, 1)).toBe("TRP1016 a");
    expect(merged(t.raw, 1, 1)).toBe("TRP1015 a");
    expect(merged(t.unspecified, [1], [2])).toEqual([2, 1]);
    expect(merged(t.json, { a: [1] }, { a: [null] })).toEqual({ a: [null, 1] });
  });
});

describe("declaring an option twice", () => {
  test("combines types of the same family", () => {
    expect(t.nullOr(t.enum(["a"])).combine(t.nullOr(t.enum(["b"])))?.description).toBe('null or one of "a", "b"');
    expect(t.attrsOf(t.listOf(t.str)).combine(t.attrsOf(t.listOf(t.str)))?.description).toBe("attribute set of list of string");
    expect(t.port.combine(t.int)?.description).toBe("signed integer");
    expect(t.str.combine(t.int)).toBeUndefined();
    expect(t.lines.combine(t.commas)).toBeUndefined();
    expect(t.coercedTo(t.int, String, t.str).combine(t.coercedTo(t.int, String, t.str))).toBeUndefined();
  });
});

test("every type says in plain words what it takes", () => {
  const { attrs, bool, enum: enumOf, int, ints, json, lines, listOf, nullOr, number, numbers, path, port, raw, str } = t;
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
