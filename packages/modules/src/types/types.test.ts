/** What each type accepts, how it merges, and what it calls itself. */
import { describe, expect, test } from "vitest";
import { option } from "../options/option.ts";
import { t } from "./index.ts";
import type { AnyType } from "../model/option.ts";

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
    expect(Object.fromEntries(Object.entries(types).map(([name, type]) => [name, type.description])))
      .toMatchInlineSnapshot(`
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
    expect(Object.fromEntries(Object.entries(types).map(([name, type]) => [name, accepted(type)])))
      .toMatchInlineSnapshot(`
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
