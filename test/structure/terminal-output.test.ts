/** Texts for people go through the terminal of the command, which shows control characters as visible signs. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
/** The files that write to streams of the process: the terminal, and the end of the program, which writes nothing. */
const writers = ["packages/troupe/src/cli/main.ts", "packages/troupe/src/cli/terminal.ts"];
const writes = /\b(stdout|stderr|stream)\.write\(|\[process\.stdout, |^(?! \*).*\bconsole\.\w+\(|writeSync\((1|2)\b/m;

test("only the terminal writes to the streams of the process", () => {
  const sources = globSync("packages/troupe/src/**/*.ts", { cwd: root }).filter(
    (file) => !/\.test(-d)?\.ts$|\/testing\//.test(file),
  );
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => writes.test(readFileSync(join(root, file), "utf8"))).toSorted()).toEqual(writers);
});
