import { PassThrough } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { confirmed } from "./ask.ts";

/**
 * Types lines at the question, each after the question has been drawn. Returns the answer, undefined if the question is
 * still open.
 */
async function answerTo(...lines: readonly string[]): Promise<boolean | undefined> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  output.resume();
  const answer = confirmed({ yes: false }, "Apply this plan?", { input, output });
  for (const line of lines) {
    await setTimeout(20);
    for (const key of line) input.write(key);
  }
  const open = setTimeout(500, undefined);
  const first = await Promise.race([answer, open]);
  if (first === undefined) for (const key of "\u0003") input.write(key);
  await answer;
  return first;
}

test.each([
  ["yes\r", true],
  ["Y\r", true],
  ["no\r", false],
  ["n\r", false],
  ["\r", false],
  ["\u0003", false],
])("the answer %j is %s", async (line, expected) => {
  expect(await answerTo(line)).toBe(expected);
});

test.each(["maybe\r", "qwy", "yesterday\r"])("the answer %j leaves the question open", async (line) => {
  expect(await answerTo(line)).toBeUndefined();
});

test("--yes answers without a question", async () => {
  expect(await confirmed({ yes: true }, "Apply this plan?")).toBe(true);
});
