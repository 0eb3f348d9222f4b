import { expect, it } from "vitest";
import { escapeSystemdExecArgs, quoteSystemd } from "./systemd-syntax.ts";

it("quotes arguments so that systemd takes them as they are", () => {
  expect(
    escapeSystemdExecArgs(["/bin/echo", "100 %", "$HOME", 'say "hi"', String.raw`C:\temp`, "two\nlines", ""]),
  ).toBe(String.raw`"/bin/echo" "100 %%" "$$HOME" "say \"hi\"" "C:\\temp" "two\nlines" ""`);
});

it("leaves specifiers and variables in a quoted word alone", () => {
  expect(quoteSystemd("HOME=%S/$USER")).toBe('"HOME=%S/$USER"');
});
