/**
 * Runs conformance cases: `npm run --silent conformance -- modules|inventory [FILE…]`; without files all that are here.
 *
 * Prints a line for each failing case and ends with `N passed, N failed`; exits with 1 if any failed, with 2 on wrong
 * usage. Where Troupe means to differ, a case passes if its result is the one that `deviations.json` lists.
 */
import { isKind, judge, ownFiles, readCases } from "./judge.ts";

function usage(problem: string): never {
  console.error(`${problem}\nusage: npm run --silent conformance -- modules|inventory [FILE…]`);
  process.exit(2);
}

const [kind = "", ...given] = process.argv.slice(2);
if (!isKind(kind)) usage(kind === "" ? "Which cases?" : `There are no cases of the kind ${kind}.`);

const cases = (given.length > 0 ? given : ownFiles(kind)).flatMap((file) => {
  try {
    return readCases(file);
  } catch (error) {
    return usage(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
});
const verdicts = cases.map((each) => ({ name: each.name, ...judge(kind, each) }));
const failures = verdicts.filter(({ problem }) => problem !== undefined);
for (const { name, problem } of failures) console.log(`${name}: ${problem}`);
const deviating = verdicts.filter(({ problem, deviates }) => problem === undefined && deviates).length;
if (deviating > 0) console.log(`${deviating} of them deviate on purpose, as test/conformance/deviations.json says`);
console.log(`${cases.length - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
