import fc from "fast-check";
import { expect, test } from "vitest";
import { visible, visibleJson, withoutLongLines } from "./visible.ts";

/** Characters that terminals interpret or do not show; newline and tab are allowed. */
const dangerous =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/u;

test("every control, format and bidirectional character has a visible sign", () => {
  expect(visible("\u0000\u0007\b\u001B[31m\r\u007F\u0085\u009B2J")).toBe("␀␇␈␛[31m␍␡<U+0085><U+009B>2J");
  expect(visible("\u202E\u2066\u2028\u2029\uFEFF\u00AD\u200B\uD800\u{E0041}")).toBe(
    "<U+202E><U+2066><U+2028><U+2029><U+FEFF><U+00AD><U+200B><U+D800><U+E0041>",
  );
  for (let code = 0; code < 0x1_10_00; code += 1)
    if (code !== 10 && code !== 9)
      expect(dangerous.test(visible(String.fromCodePoint(code))), code.toString(16)).toBe(false);
});

test("text of any language stays as it is", () => {
  const text = "Grüße\tαβγ 日本語 ✗ │ …\nعربى 😀 ⚠\uFE0F";
  expect(visible(text)).toBe(text);
});

test("JSON text has no hidden character and means the same value", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom("\u001B", "\u009B", "\u202E", "\u2028", "\uD800", "\u{E0041}", '"', "\\", "\n"))
      .map((all) => all.join("")),
  );
  fc.assert(
    fc.property(fc.dictionary(value, value), (record) => {
      const text = visibleJson(record, 2);
      expect(dangerous.test(text)).toBe(false);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(record)));
    }),
  );
});

test("a line of 100,000 characters is cut with a remark", () => {
  expect(withoutLongLines(`a\n${"b".repeat(100_000)}\nc`)).toBe(
    `a\n${"b".repeat(10_000)}… (90,000 more characters)\nc`,
  );
});
