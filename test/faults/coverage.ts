/** Which tests cover each case id, and whether these tests exist. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Case, type NamedTest } from "./findings.ts";

const root = join(import.meta.dirname, "../..");

/** Returns the problem of a named test: a missing file, or a file without the title. Undefined if the test exists. */
export function missingTest({ file, title }: NamedTest): string | undefined {
  const path = join(root, file);
  if (!existsSync(path)) return `there is no file ${file}`;
  const quoted = ['"', "'", "`"].map((quote) => `${quote}${title}${quote}`);
  const text = readFileSync(path, "utf8");
  return quoted.some((each) => text.includes(each)) ? undefined : `${file} has no test "${title}"`;
}

/** Returns what is wrong with a case: no test, or a test that does not exist. */
export const problemsOf = ({ tests, cells = [] }: Case): readonly string[] =>
  tests.length === 0 && cells.length === 0
    ? ["no test covers it"]
    : tests.map(missingTest).filter((problem) => problem !== undefined);

/** Lists the cases: id, what it was, tests or problems. */
export function listOf(all: readonly Case[]): readonly string[] {
  return all.flatMap((each) => [
    `${each.id.padEnd(4)} ${each.what}`,
    ...each.tests.map(({ file, title }) => `       ${file}: ${title}`),
    ...(each.cells ?? []).map((kind) => `       cells of the matrix: ${kind}`),
    ...problemsOf(each).map((problem) => `       FAILED: ${problem}`),
  ]);
}
