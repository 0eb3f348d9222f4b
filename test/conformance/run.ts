/**
 * Runs conformance cases: `npm run --silent conformance -- modules|inventory [FILE…]`.
 *
 * Without files it takes all of `$CONFORMANCE/<kind>`, or of `../shared/conformance/<kind>` beside the repository. Prints a line for each
 * failing case and ends with `N passed, N failed`; exits with 1 if any failed, with 2 on wrong usage. Where Troupe means to differ, a case
 * passes if its result is the one that `deviations.json` lists.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { deviation } from "./deviations.ts";
import { type Case, difference, type Expected, type Outcome } from "./format.ts";
import { type InventoryInput, runInventoryCase, withoutMessages } from "./inventory/run-case.ts";
import { type ModulesInput, runModulesCase } from "./modules/run-case.ts";

/** How cases of one kind are run, and what is expected of them: the form that is compared, and where Troupe means to differ. */
interface Runner {
  readonly run: (input: never) => Outcome;
  readonly comparable?: (expected: Expected) => Expected;
  readonly deviation?: (name: string, expected: Expected) => Expected | undefined;
}

const runners: Readonly<Record<string, Runner>> = {
  modules: { run: (input: ModulesInput) => runModulesCase(input) },
  inventory: { run: (input: InventoryInput) => runInventoryCase(input), comparable: withoutMessages, deviation },
};

function usage(problem: string): never {
  console.error(`${problem}\nusage: npm run --silent conformance -- modules|inventory [FILE…]`);
  process.exit(2);
}

function defaultFiles(kind: string): readonly string[] {
  const folder = process.env["CONFORMANCE"] ?? path.resolve(import.meta.dirname, "../../../shared/conformance");
  const files = path.join(folder, kind);
  if (!existsSync(files)) usage(`There is no folder ${files}: give files, or the folder in CONFORMANCE.`);
  return readdirSync(files)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => path.join(files, name));
}

function readCases(file: string): readonly Case<never>[] {
  try {
    const cases: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(cases) ? cases : usage(`${file}: expected a list of cases.`);
  } catch (error) {
    return usage(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const [kind = "", ...files] = process.argv.slice(2);
const runner = Object.hasOwn(runners, kind)
  ? runners[kind]!
  : usage(kind === "" ? "Which cases?" : `There are no cases of the kind ${kind}.`);
const cases = (files.length > 0 ? files : defaultFiles(kind)).flatMap(readCases);

let failed = 0;
let deviating = 0;
for (const { name, input, expected: original } of cases) {
  const expected = runner.comparable?.(original) ?? original;
  const ours = runner.deviation?.(name, expected);
  const problem = difference(ours ?? expected, runner.run(input));
  if (problem === undefined) {
    if (ours !== undefined) deviating++;
    continue;
  }
  failed++;
  console.log(`${name}: ${problem}`);
}
if (deviating > 0) console.log(`${deviating} of them deviate on purpose, as test/conformance/deviations.json says`);
console.log(`${cases.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
