/**
 * `npm run faults -- [PART...] [--only PATTERN] [--every N]`: proves that a fault of a switch leaves a whole machine.
 * Parts are `list` (each case id has a test), `box` (the matrix on simulated machines) and `mutants` (the matrix finds
 * seeded faults of the agent script). Without a part, `list` and `box` run. `--list` prints the tests of each case id.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { listOf, problemsOf } from "./coverage.ts";
import { cases } from "./findings.ts";
import { canSimulate } from "./machine.ts";
import { runMatrix, tableOf } from "./matrix.ts";
import { openProblems } from "./open-problems.ts";

const parts = ["list", "box"] as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: "boolean" },
    only: { type: "string" },
    every: { type: "string" },
    /** The cells of `npm test`: each eighth distinct cell of one scenario, known open problems aside. */
    subset: { type: "boolean" },
    /** Writes the table of the matrix to a file. */
    table: { type: "string" },
  },
});
const requested = values.list === true ? ["list"] : positionals.length > 0 ? positionals : parts;
for (const part of requested) {
  if ((parts as readonly string[]).includes(part)) continue;
  console.error(`npm run faults has no part ${part}; its parts are ${parts.join(", ")}`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
let skipped = 0;
if (requested.includes("list")) {
  const wrong = cases.filter((each) => problemsOf(each).length > 0);
  passed += cases.length - wrong.length;
  failed += wrong.length;
  for (const line of listOf(values.list === true ? cases : wrong)) console.log(line);
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
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed === 0 ? 0 : 1;

async function runBox(): Promise<{ readonly passed: number; readonly failed: number }> {
  const folder = mkdtempSync(join(tmpdir(), "troupe-faults-"));
  const isSubset = values.subset === true;
  try {
    const result = await runMatrix({
      folder,
      only: values.only === undefined ? undefined : new RegExp(values.only),
      every: Number(values.every ?? (isSubset ? 8 : 1)),
      ignored: isSubset ? openProblems : [],
      ...(isSubset ? { scenarios: ["A to B"] as const, kinds: ["power", "lost", "kill"] as const } : {}),
      progress: (line) => console.log(line),
    });
    console.log(`\n${tableOf(result.results)}\n`);
    if (values.table !== undefined) writeFileSync(values.table, `${tableOf(result.results)}\n`);
    return result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
