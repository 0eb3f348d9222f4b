/**
 * Runs conformance cases: `npm run --silent conformance -- modules|inventory [FILE…]`.
 *
 * Without files it takes all of `$CONFORMANCE/<kind>`, or of `../shared/conformance/<kind>` beside the repository. Prints a line for each
 * failing case and ends with `N passed, N failed`; exits with 1 if any failed, with 2 on wrong usage.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Case, difference, type Outcome } from "./format.ts";
import { type InventoryInput, runInventoryCase } from "./inventory/run-case.ts";
import { type ModulesInput, runModulesCase } from "./modules/run-case.ts";

const runners: Readonly<Record<string, (input: never) => Outcome>> = {
  modules: (input: ModulesInput) => runModulesCase(input),
  inventory: (input: InventoryInput) => runInventoryCase(input),
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
const run = Object.hasOwn(runners, kind) ? runners[kind]! : usage(kind === "" ? "Which cases?" : `There are no cases of the kind ${kind}.`);
const cases = (files.length > 0 ? files : defaultFiles(kind)).flatMap(readCases);

let failed = 0;
for (const { name, input, expected } of cases) {
  const problem = difference(expected, run(input));
  if (problem === undefined) continue;
  failed++;
  console.log(`${name}: ${problem}`);
}
console.log(`${cases.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
