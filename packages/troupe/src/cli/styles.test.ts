import { PassThrough } from "node:stream";
import { expect, onTestFinished, test, vi } from "vitest";
import { createStyles } from "./styles.ts";

function stylesWith(force: string | undefined) {
  vi.stubEnv("NO_COLOR", undefined);
  vi.stubEnv("FORCE_COLOR", force);
  onTestFinished(() => void vi.unstubAllEnvs());
  return createStyles(Object.assign(new PassThrough(), { isTTY: force !== undefined }));
}

test("styled text has colours, and escape sequences in data have none", () => {
  const { style, printed } = stylesWith("1");
  expect(printed(`${style("bad", "error \u001B[32mgood\u001B[39m")} \u001B[2K`)).toBe(
    "\u001B[31merror ␛[32mgood␛[39m\u001B[39m ␛[2K",
  );
});

test("a mark of another process is data", () => {
  const [{ style }, { printed }] = [stylesWith("1"), stylesWith("1")];
  expect(printed(style("bad", "x"))).toMatch(/^␛.+x␛.+$/);
});

test("a style whose end was cut off ends with the text", () => {
  const { style, printed } = stylesWith("1");
  expect(printed(style("bad", "é").split("é")[0]!)).toBe("\u001B[31m\u001B[39m");
});

test("without colours styled text is its text", () => {
  const { style, printed } = stylesWith(undefined);
  expect(printed(`${style("bad", "x")}\r`)).toBe("x␍");
});
