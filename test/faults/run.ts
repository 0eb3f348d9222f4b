/**
 * `npm run faults -- [PART...] [--only PATTERN] [--every N]`: proves that a fault of a switch leaves a whole machine.
 * Parts are `list` (each case id has a test), `box` (the matrix on simulated machines), `hosts` (the matrix on hosts of
 * the lab), `vm` (tests and power cuts in virtual machines) and `mutants` (the matrix finds seeded faults of the agent
 * script). Without a part, `list`, `box` and `hosts` run. `--list` prints the tests of each case id.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { listOf, problemsOf } from "./coverage.ts";
import { cases } from "./findings.ts";
import { canSimulate } from "./machine.ts";
import { runMatrix, tableOf } from "./matrix.ts";
import { listOfCells, machineCells } from "./hosts/matrix.ts";
import { runHosts, runMachines } from "./hosts/parts.ts";
import { scenarioNames } from "./scenario.ts";
import { runMutants } from "./run-mutants.ts";

const parts = ["list", "box", "hosts", "vm", "mutants"] as const;
const usual: readonly string[] = ["list", "box", "hosts"];
// The exit handlers of an ended run remove its folder; the machines end with this process.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: "boolean" },
    only: { type: "string" },
    /** Runs one scenario of the matrix. */
    scenario: { type: "string" },
    every: { type: "string" },
    /** The cells of `npm test`: each tenth distinct cell of one scenario. */
    subset: { type: "boolean" },
    /** Writes the table of the matrix into a document. */
    table: { type: "string" },
  },
});
const requested = values.list === true ? ["list"] : positionals.length > 0 ? positionals : usual;
for (const part of requested) {
  if ((parts as readonly string[]).includes(part)) continue;
  console.error(`npm run faults has no part ${part}; its parts are ${parts.join(", ")}`);
  process.exit(2);
}

const pattern = values.only === undefined ? undefined : new RegExp(values.only);
let passed = 0;
let failed = 0;
let skipped = 0;
if (requested.includes("list")) {
  const wrong = cases.filter((each) => problemsOf(each).length > 0);
  passed += cases.length - wrong.length;
  failed += wrong.length;
  for (const line of listOf(values.list === true ? cases : wrong)) console.log(line);
  if (values.list === true)
    for (const line of [listOfCells("hosts"), listOfCells("vm", machineCells)]) console.log(line);
}
if (requested.includes("box")) {
  if (!canSimulate) {
    console.log("The matrix is skipped: it needs root and mount namespaces.");
    skipped++;
  } else {
    const counts = await runBox();
    passed += counts.passed;
    failed += counts.failed;
  }
}
for (const [part, run] of [
  ["hosts", runHosts],
  ["vm", runMachines],
] as const) {
  if (!requested.includes(part)) continue;
  const counts = await run(pattern, (line) => console.log(line));
  passed += counts.passed;
  failed += counts.failed;
  skipped += counts.skipped;
}
if (requested.includes("mutants")) {
  if (!canSimulate) {
    console.log("The mutants are skipped: they need root and mount namespaces.");
    skipped++;
  } else {
    const counts = await inFolder((folder) =>
      runMutants({ folder, only: pattern, progress: (line) => console.log(line) }),
    );
    passed += counts.passed;
    failed += counts.failed;
  }
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed === 0 ? 0 : 1;

async function runBox(): Promise<{ readonly passed: number; readonly failed: number }> {
  const isSubset = values.subset === true;
  const every = Number(values.every ?? (isSubset ? 10 : 1));
  const result = await inFolder((folder) =>
    runMatrix({
      folder,
      only: pattern,
      every,
      ...(values.scenario === undefined ? {} : { scenarios: scenarioNames.filter((name) => name === values.scenario) }),
      ...(isSubset ? { scenarios: ["A to B"] as const } : {}),
      progress: (line) => console.log(line),
    }),
  );
  // A table tells that it is no table of all cells.
  const part =
    every === 1 ? "" : `A run of one in ${every} distinct cells, with all cells that are equal to these.\n\n`;
  const table = `${part}${tableOf(result.results)}`;
  console.log(`\n${table}\n`);
  if (values.table !== undefined) writeTable(values.table, table);
  return result;
}

/** Replaces the table between the marks of a document. */
function writeTable(file: string, table: string): void {
  const text = readFileSync(file, "utf8");
  const [begin, end] = ["<!-- begin of the matrix -->", "<!-- end of the matrix -->"];
  if (!text.includes(begin) || !text.includes(end)) throw new Error(`${file} has no marks of the matrix`);
  writeFileSync(file, `${text.split(begin)[0]!}${begin}\n${table}\n${end}${text.split(end)[1]!}`);
}

async function inFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "troupe-faults-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    return await action(folder);
  } finally {
    process.off("exit", remove);
    remove();
  }
}
