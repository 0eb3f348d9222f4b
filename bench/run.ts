/** `npm run --silent bench -- eval …` or `-- modules …`: the median of several runs, each a fresh process. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** What can be measured: a script of the same name, and the sizes that it takes, in order. */
const benchmarks: { readonly [name: string]: { readonly [size: string]: number } } = {
  eval: { machines: 100, instances: 10, members: 10 },
  modules: { options: 10_000, definitions: 10 },
};

const usage = Object.entries(benchmarks)
  .map(([name, sizes]) => {
    const sizeArguments = Object.entries(sizes).map(([size, value]) => `--${size} ${value}`);
    return `usage: npm run --silent bench -- ${name} ${sizeArguments.join(" ")} [--runs 5] [--json]`;
  })
  .join("\n");

interface Measured {
  readonly evaluateMs: number;
  readonly stringifyMs: number;
  readonly ratio: number;
  readonly peakMiB: number;
}

function main(): void {
  const [name = "", ...args] = process.argv.slice(2);
  const sizes = Object.hasOwn(benchmarks, name) ? benchmarks[name]! : undefined;
  if (sizes === undefined) throw new Error(usage);
  const numbers = { ...sizes, runs: 5 };
  const options = Object.fromEntries(
    Object.entries(numbers).map(([size, value]) => [size, { type: "string", default: String(value) }] as const),
  );
  const parsed = parseArgs({ args, options: { ...options, json: { type: "boolean", default: false } } });
  const values: { readonly [name: string]: unknown } = parsed.values;
  const wanted = Object.keys(numbers).map((size) => Number(values[size]));
  if (!wanted.every((number) => Number.isInteger(number) && number > 0)) throw new Error(usage);
  const runs = wanted.pop()!;
  const measured = Array.from({ length: runs }, () => {
    const output = execFileSync(
      process.execPath,
      ["--conditions=troupe-source", join(import.meta.dirname, `${name}.ts`), ...wanted.map(String)],
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
  if (values["json"] === true)
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
