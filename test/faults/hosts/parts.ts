/** The parts of `npm run faults` on hosts of the lab: containers, and virtual machines. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "@troupe/lab";
import { countTests, type TestReport } from "../../../scripts/test-counts.ts";
import { machineCells, runHostMatrix } from "./matrix.ts";

/** Cells and tests of a part. A part that cannot run here counts as one that is skipped. */
interface PartCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

type Part = (only: RegExp | undefined, progress: (line: string) => void) => Promise<PartCounts>;

/** The matrix on containers. */
export const runHosts: Part = async (only, progress) => {
  const support = await setUp({ progress });
  if (!support.ok) return skip(`The matrix on hosts is skipped: ${support.reason}`, progress);
  return { ...(await runHostMatrix({ only, progress })), skipped: 0 };
};

/** Power cuts of virtual machines that lose writes, and the tests of this folder. */
export const runMachines: Part = async (only, progress) => {
  const support = await setUp({ vm: true, progress });
  if (!support.ok) return skip(`Virtual machines are skipped: ${support.reason}`, progress);
  const tests = runTests(only);
  const cells = await runHostMatrix({ vm: true, cells: machineCells, only, progress });
  return {
    passed: tests.passed + cells.passed,
    failed: tests.failed + cells.failed,
    skipped: tests.skipped,
  };
};

function skip(reason: string, progress: (line: string) => void): PartCounts {
  progress(reason);
  return { passed: 0, failed: 0, skipped: 1 };
}

function runTests(only: RegExp | undefined): PartCounts {
  const folder = mkdtempSync(join(tmpdir(), "troupe-faults-"));
  const file = join(folder, "report.json");
  const filter = only === undefined ? [] : ["--testNamePattern", only.source];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  spawnSync("vitest", ["run", "--project", "long", "test/faults/vm", ...filter, ...reporters], { stdio: "inherit" });
  try {
    return countTests([JSON.parse(readFileSync(file, "utf8")) as TestReport]);
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
