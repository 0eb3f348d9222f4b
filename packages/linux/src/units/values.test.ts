import { expect, it } from "vitest";
import { environmentLine, unitLine } from "./values.ts";

it("writes values as systemd reads them", () => {
  expect([true, false, 5, 2.5, "plain", "  blanks around  "].map(unitLine)).toEqual([
    "true",
    "false",
    "5",
    "2.5",
    "plain",
    "blanks around",
  ]);
});

it("joins lines that a backslash continues", () => {
  expect(unitLine("/bin/kvd \\\n    --port 1 \\\n    --verbose\n")).toBe("/bin/kvd --port 1 --verbose");
  expect(unitLine(String.raw`^a\\`)).toBe(String.raw`^a\\`);
});

it("finds what no line can hold", () => {
  expect(["a\0b", "a\nb", "a\u001bb", "ends \\", String.raw`ends \\\ `].map(unitLine)).toMatchInlineSnapshot(`
    [
      {
        "problem": "a NUL character",
      },
      {
        "problem": "a line break (end the line before it with a backslash to go on in the next one)",
      },
      {
        "problem": "a control character (U+001B)",
      },
      {
        "problem": "a backslash at its end, which would swallow the next line",
      },
      {
        "problem": "a backslash at its end, which would swallow the next line",
      },
    ]
  `);
});

it("quotes variables", () => {
  expect(environmentLine("A", 'x "y" $z \\ %i\n')).toBe(String.raw`"A=x \"y\" $z \\ %i\n"`);
});
