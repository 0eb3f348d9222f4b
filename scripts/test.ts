/**
 * `npm test`: everything that a change must pass. Sets up what it needs, says what it could not run and why, and ends with a line that counts.
 * `npm test -- unit` (types, e2e, check) runs a part.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "@troupe/lab";
import { installMissing } from "./shell/debian.ts";
import { countLines, countTests, type TestReport } from "./test-counts.ts";

const parts = process.argv.slice(2);
const wanted = (part: string) => parts.length === 0 || parts.includes(part);
const failed: string[] = [];
const reports: TestReport[] = [];
const began = Date.now();

// Many tests start commands, which need not translate their sources each time.
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

function vitest(title: string, projects: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), "troupe-test-"));
  const file = join(folder, "report.json");
  run(title, "vitest", [
    "run",
    ...projects.flatMap((project) => ["--project", project]),
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
  for (const script of ["format:check", "lint", "typecheck", "deadcode", "shellcheck"]) run(script, "npm", ["run", "--silent", script]);
}
const support = await setUp({ progress: (line) => console.log(`set-up: ${line}`) });
if (!support.ok) console.log(`\nTests on real hosts are skipped: ${support.reason}`);
if (wanted("unit")) {
  installMissing(readers);
  vitest("unit tests", ["unit"]);
}
if (wanted("types")) vitest("type tests", ["types"]);
if (wanted("e2e")) vitest("end-to-end tests", ["e2e"]);

const counts = countTests(reports);
// With CI set, a skipped test is a failure. Tests that need a checkout run in `npm run conformance:nixos`.
if (process.env["CI"] !== undefined && counts.skipped > 0) failed.push(`${counts.skipped} skipped`);
console.log(`\n${failed.length === 0 ? "All passed" : `Failed: ${failed.join(", ")}`} in ${((Date.now() - began) / 1000).toFixed(0)} s`);
for (const line of countLines(counts)) console.log(line);
process.exitCode = failed.length === 0 ? 0 : 1;
