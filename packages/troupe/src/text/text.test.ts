import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { table } from "../cli/render/table.ts";
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

describe("a table in a narrow terminal", () => {
  const rows = [
    ["dns.north", "hosts", "web.north, web.south, db.north, mail.south"],
    ["", "selectors", "web.north, db.north"],
    ["kv", "primary", "a-machine-with-quite-a-long-name.north"],
  ];
  const narrow = (width: number) => table(["instance", "role", "machines"], rows, width);

  test("wraps its last column", () => {
    expect(narrow(60)).toMatchInlineSnapshot(`
      "instance   role       machines
      dns.north  hosts      web.north, web.south, db.north,
                            mail.south
                 selectors  web.north, db.north
      kv         primary    a-machine-with-quite-a-long-name.north"
    `);
  });

  test("cuts long values", () => {
    const value = { url: "https://www.example.com", ports: [80, 443], isSecure: true };
    expect(table(["scope", "value"], [["web:::", JSON.stringify(value)]], 50)).toMatchInlineSnapshot(`
      "scope   value
      web:::  {"url":"https://www.example.com","ports":…"
    `);
  });

  test("has blocks instead of rows where there is no room for that", () => {
    expect(narrow(45)).toMatchInlineSnapshot(`
      "dns.north
        role      hosts
        machines  web.north, web.south, db.north,
                  mail.south
        role      selectors
        machines  web.north, db.north
      kv
        role      primary
        machines  a-machine-with-quite-a-long-name.north"
    `);
  });
});
