/** `npm run --silent bench -- eval --machines N --instances M --members K [--runs 5] [--json]`: the median of several runs, each a fresh process. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

const usage = "usage: npm run --silent bench -- eval --machines N --instances M --members K [--runs 5] [--json]";

interface Measured {
  readonly evaluateMs: number;
  readonly stringifyMs: number;
  readonly ratio: number;
  readonly peakMiB: number;
}

function main(): void {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      machines: { type: "string", default: "100" },
      instances: { type: "string", default: "10" },
      members: { type: "string", default: "10" },
      runs: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
    },
  });
  const size = [values.machines, values.instances, values.members].map(Number);
  const runs = Number(values.runs);
  if (positionals.join() !== "eval" || ![...size, runs].every((number) => Number.isInteger(number) && number > 0)) throw new Error(usage);
  const measured = Array.from({ length: runs }, () => {
    const output = execFileSync(
      process.execPath,
      ["--conditions=troupe-source", join(import.meta.dirname, "eval.ts"), ...size.map(String)],
      { encoding: "utf8" },
    );
    return JSON.parse(output) as Measured;
  });
  const median = (key: keyof Measured) => measured.map((each) => each[key]).toSorted((a, b) => a - b)[Math.floor(runs / 2)]!;
  const result = {
    evaluateMs: median("evaluateMs"),
    stringifyMs: median("stringifyMs"),
    ratio: median("ratio"),
    peakMiB: median("peakMiB"),
  };
  if (values.json)
    console.log(JSON.stringify(Object.fromEntries(Object.entries(result).map(([key, value]) => [key, Math.round(value * 100) / 100]))));
  else
    console.log(
      `evaluate ${result.evaluateMs.toFixed(0)} ms, stringify ${result.stringifyMs.toFixed(0)} ms (ratio ${result.ratio.toFixed(1)}), peak ${result.peakMiB.toFixed(0)} MiB`,
    );
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
