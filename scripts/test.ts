/**
 * `npm test`: all tests that a change must pass. Installs the programs that tests need, reports each test that could
 * not run with the reason, and ends with a line that counts. `npm test -- unit` (types, e2e, faults, check) runs one part.
 * `npm run test:long` runs the part `long`: tests that take too long for `npm test`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "@troupe/lab";
import { installMissing } from "./shell/debian.ts";
import { countLines, countTests, type TestReport } from "./test-counts.ts";

const parts = ["check", "unit", "types", "e2e", "faults"];
const requested = process.argv.slice(2);
const unknown = requested.filter((part) => ![...parts, "long"].includes(part));
if (unknown.length > 0) {
  console.error(
    `npm test has no part ${unknown.join(", ")}; its parts are ${parts.join(", ")}, and long (npm run test:long)`,
  );
  process.exit(2);
}
const wanted = (part: string) => (requested.length === 0 ? parts : requested).includes(part);
const failed: string[] = [];
const reports: TestReport[] = [];
const began = Date.now();

// Many tests start commands. The compile cache spares each start the translation of the sources.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "../node_modules/.cache/compiled");

function run(title: string, command: string, args: readonly string[]): boolean {
  const start = Date.now();
  console.log(`\n== ${title}`);
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  console.log(`== ${title}: ${status === 0 ? "passed" : "failed"} in ${((Date.now() - start) / 1000).toFixed(1)} s`);
  if (status !== 0) failed.push(title);
  return status === 0;
}

/** Programs that read generated files. Without them, the tests that need them report that they are skipped. */
const readers = [
  { program: "nix-instantiate", debian: "nix-bin" },
  { program: "nft", debian: "nftables" },
  { program: "zsh", debian: "zsh" },
  { program: "fish", debian: "fish" },
];

/**
 * Packages whose modules keep no state that a test could observe. Their test files share a process, so that modules are
 * loaded once and not once for each file.
 */
const sharedProcessPackages = new Set(["modules", "core", "vocabulary", "linux", "nixos"]);

/**
 * Returns the folders with tests as filters of vitest: absolute paths, because vitest looks for a filter anywhere in a
 * file's path.
 */
function testFolders(): { readonly sharedProcess: readonly string[]; readonly ownProcess: readonly string[] } {
  const root = join(import.meta.dirname, "..");
  const shared = (name: string) => sharedProcessPackages.has(name);
  const packages = readdirSync(join(root, "packages"));
  const filters = (folders: readonly string[]) => folders.map((folder) => join(root, folder, "/"));
  return {
    sharedProcess: filters(packages.filter(shared).map((name) => `packages/${name}`)),
    ownProcess: filters([
      ...packages.filter((name) => !shared(name)).map((name) => `packages/${name}`),
      "examples",
      "scripts",
      "test",
      "bench",
    ]),
  };
}

function vitest(title: string, project: string, options: readonly string[] = []): void {
  const folder = mkdtempSync(join(tmpdir(), "troupe-test-"));
  const file = join(folder, "report.json");
  run(title, "vitest", [
    "run",
    "--project",
    project,
    ...options,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  try {
    reports.push(JSON.parse(readFileSync(file, "utf8")) as TestReport);
  } catch {
    // A run without a report ended before its first test.
    reports.push({ testResults: [{ status: "failed", assertionResults: [] }] });
  }
  rmSync(folder, { recursive: true });
}

if (wanted("check")) {
  for (const script of ["format:check", "lint", "typecheck", "deadcode", "shellcheck"])
    run(script, "npm", ["run", "--silent", script]);
}
const support = await setUp({ progress: (line) => console.log(`set-up: ${line}`) });
if (!support.ok) console.log(`\nTests on real hosts are skipped: ${support.reason}`);
if (wanted("unit")) {
  installMissing(readers);
  const { sharedProcess, ownProcess } = testFolders();
  vitest("unit tests of pure packages", "unit", ["--no-isolate", ...sharedProcess]);
  vitest("unit tests", "unit", ownProcess);
}
if (wanted("types")) vitest("type tests", "types");
if (wanted("e2e")) vitest("end-to-end tests", "e2e");
if (wanted("faults")) run("a part of the fault matrix", "npm", ["run", "--silent", "faults", "--", "box", "--subset"]);
if (wanted("long")) {
  vitest("long tests", "long");
  run("fault matrix", "npm", ["run", "--silent", "faults"]);
  run("fuzz", "npm", ["run", "--silent", "fuzz", "--", "--evaluations", "3000"]);
  for (const kind of ["modules", "inventory"])
    run(`conformance of ${kind}`, "npm", ["run", "--silent", "conformance", "--", kind]);
  installMissing(readers);
  if (process.env["NIXPKGS_LIB"] === undefined) console.log("\n== conformance:nixos: skipped, needs NIXPKGS_LIB");
  else run("conformance:nixos", "npm", ["run", "--silent", "conformance:nixos"]);
}

const counts = countTests(reports);
// With CI set, a skipped test is a failure. Tests that need a checkout run in `npm run conformance:nixos`.
if (process.env["CI"] !== undefined && counts.skipped > 0) failed.push(`${counts.skipped} skipped`);
console.log(
  `\n${failed.length === 0 ? "All passed" : `Failed: ${failed.join(", ")}`} in ${((Date.now() - began) / 1000).toFixed(0)} s`,
);
// The line of passed and failed tests comes last, where CI looks for it.
for (const line of countLines(counts).toReversed()) console.log(line);
process.exitCode = failed.length === 0 ? 0 : 1;
