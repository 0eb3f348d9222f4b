import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lastLines, quote, run, shellCommand } from "./command.ts";

test("sh reads every word that shellCommand quotes back unchanged", () => {
  const word = fc.string({ unit: "binary" }).filter((text) => !text.includes("\0") && text.isWellFormed());
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      const { stdout } = spawnSync("sh", ["-c", `printf '%s\\0' ${shellCommand(words)}`], { encoding: "utf8" });
      expect(stdout.split("\0").slice(0, -1)).toEqual(words);
    }),
    { numRuns: 30 },
  );
  expect(quote("it's")).toBe("'it'\\''s'");
});

test("run throws the output of a command that fails", async () => {
  await expect(run(["sh", "-c", "echo one; echo two >&2; exit 3"])).rejects.toThrowErrorMatchingInlineSnapshot(`
    [LabError: sh -c echo one; echo two >&2; exit 3
    ended with status 3:
    one
    two]
  `);
  await expect(run(["no-such-program"])).rejects.toThrow("no-such-program could not be run");
});

test("run returns a failure with allowFailure, and passes input to the command", async () => {
  expect(await run(["sh", "-c", "cat; exit 3"], { input: "hello", allowFailure: true })).toEqual({
    status: 3,
    stdout: "hello",
    stderr: "",
  });
});

test("run kills a command at its time limit", async () => {
  expect((await run(["sleep", "60"], { timeout: 10, allowFailure: true })).status).toBeNull();
});

test("lastLines leaves out empty lines", () => {
  expect(lastLines("a\n\nb\n\nc\n", 2)).toBe("b\nc");
});
