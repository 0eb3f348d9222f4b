/** JSON that `JSON.parse` reads as another value than a person does, and places in JSON. */
import { createRequire } from "node:module";
import { isTroupeError } from "@troupe/modules";
import { describe, expect, test, vi } from "vitest";
import { deepestNesting } from "./json-scan.ts";
import { jsonLocator, parseJson } from "./json.ts";

/** The code of each problem with a text, and its places. */
function problems(text: string | Uint8Array): readonly string[] {
  try {
    parseJson(typeof text === "string" ? Buffer.from(text) : text, "/p/inventory.json");
    return [];
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return error.diagnostics.map(({ code, marks }) =>
      [code, ...marks.map(({ site }) => `${site.line}:${site.column}`)].join(" "),
    );
  }
}

describe("a repeated key", () => {
  test.each([
    ["at the top", '{ "a": 1,\n  "a": 2 }', ["TRP4015 1:3 2:3"]],
    ["of equal values", '{ "a": 1, "a": 1 }', ["TRP4015 1:3 1:11"]],
    ["three times", '{"a":1,"a":2,"a":3}', ["TRP4015 1:2 1:8 1:14"]],
    ["in a list in an object", '{ "a": [0, { "b": {}, "c": 1, "b": {} }] }', ["TRP4015 1:14 1:31"]],
    ["with an escape", String.raw`{ "a": 1, "\u0061": 2 }`, ["TRP4015 1:3 1:11"]],
    ["with a quote in it", String.raw`{ "\"": 1, "\"": 2 }`, ["TRP4015 1:3 1:12"]],
    ["that is empty", '{ "": 1, "": 2 }', ["TRP4015 1:3 1:10"]],
    ["of Object.prototype", '{ "__proto__": 1, "__proto__": 2 }', ["TRP4015 1:3 1:19"]],
    ["at two depths", '{ "x": { "y": 1, "y": 2 }, "x": 3 }', ["TRP4015 1:10 1:18", "TRP4015 1:3 1:28"]],
    ["after a byte order mark", '\uFEFF{ "a": 1, "a": 2 }', ["TRP4015 1:4 1:12"]],
  ])("%s is refused with every place", (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test.each([
    '{ "a": { "a": 1 }, "b": { "a": 2 } }',
    '[{ "a": 1 }, { "a": 1 }]',
    '{ "a": "b", "b": "a\\": 1, \\"a" }',
    '["a", "a"]',
    '"a"',
  ])("is not in %s", (text) => expect(problems(text)).toEqual([]));
});

describe("a number", () => {
  test.each([
    "9007199254740992",
    "9007199254740993",
    "-9007199254740993",
    "9007199254740993.0",
    "1e400",
    "123456789012345678901234567890",
  ])("%s is refused, because it loses digits", (number) =>
    expect(problems(`{ "a": [1,\n ${number}] }`)).toEqual(["TRP4016 2:2"]),
  );

  test.each(["9007199254740991", "-9007199254740991", "0.1", "1e15", "-0", '"9007199254740993"'])(
    "%s is accepted",
    (number) => expect(problems(`{ "a": ${number} }`)).toEqual([]),
  );
});

describe("bytes that are not UTF-8", () => {
  const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
  test.each([
    ["Latin-1", latin1('{\n "é": "café" }'), ["TRP4017 2:3"]],
    ["Latin-1 at the end of the file", Buffer.concat([Buffer.from('{ "é": 1 }'), latin1("é")]), ["TRP4017 1:11"]],
    ["an overlong character", Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), ["TRP4017 1:2"]],
    ["a surrogate", Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), ["TRP4017 1:2"]],
    ["UTF-16", Buffer.from('\uFEFF{ "a": 1 }', "utf16le"), ["TRP4017 1:1"]],
  ])("are refused at the first of them: %s", (_, bytes, expected) => {
    expect(problems(bytes)).toEqual(expected);
  });

  test("are not confused with a replacement character that the file has", () => {
    expect(problems('{ "a": "\uFFFD" }')).toEqual([]);
  });
});

describe("nesting", () => {
  const nested = (levels: number, open = "[", close = "]"): string => open.repeat(levels) + "0" + close.repeat(levels);
  test.each([
    ["[", "]"],
    ['{"a":', "}"],
  ])("%s is refused at the first level below the limit", (open, close) => {
    expect(problems(nested(deepestNesting, open, close))).toEqual([]);
    const place = `TRP4018 1:${open.length * deepestNesting + 1}`;
    expect(problems(nested(deepestNesting + 1, open, close))).toEqual([place]);
    expect(problems(nested(100_000, open, close))).toEqual([place]);
    expect(problems(nested(100_000, open, ""))).toEqual([place]);
  });
});

test("the places of many pointers are found by parsing the text once", () => {
  const jsonc = createRequire(import.meta.url)("jsonc-parser") as typeof import("jsonc-parser");
  const parseTree = vi.spyOn(jsonc, "parseTree");
  const names = Array.from({ length: 1000 }, (_, index) => `m${index}`);
  const locate = jsonLocator(`{ "machines": {\n${names.map((name) => `"${name}": {}`).join(",\n")}\n} }`);
  expect(names.map((name) => locate(["machines", name])?.line)).toEqual(names.map((_, index) => index + 2));
  expect(parseTree).toHaveBeenCalledTimes(1);
});

test("a number in a pointer is a position before it is a text of the list", () => {
  const locate = jsonLocator('["b", "0", "b"]');
  expect([locate(["0"]), locate(["b"]), locate(["1"]), locate([""])]).toEqual([
    { line: 1, column: 2 },
    { line: 1, column: 2 },
    { line: 1, column: 7 },
    undefined,
  ]);
});
