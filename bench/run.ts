/**
 * `npm run --silent bench -- eval …` (`nixos`, `modules`, `change`, `exports`, `forks`, `apply`): the median of several runs, each a
 * fresh process.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** What can be measured: a script of the same name, and the sizes that it takes, in order. */
const benchmarks: { readonly [name: string]: { readonly [size: string]: number } } = {
  eval: { machines: 100, instances: 10, members: 10 },
  change: { machines: 1000, instances: 50, members: 10 },
  nixos: { machines: 1000, instances: 50 },
  modules: { options: 10_000, definitions: 10 },
  exports: { machines: 500 },
  apply: { hosts: 10, rounds: 5 },
  forks: { files: 20, units: 5, changed: 1 },
};

const usage = Object.entries(benchmarks)
  .map(([name, sizes]) => {
    const sizeArguments = Object.entries(sizes).map(([size, value]) => `--${size} ${value}`);
    return `usage: npm run --silent bench -- ${name} ${sizeArguments.join(" ")} [--runs 5] [--json]`;
  })
  .join("\n");

/** Figures by name: milliseconds (…Ms), mebibytes (…MiB), or a number. */
interface Measured {
  readonly [figure: string]: number;
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
  const median = (figure: string) =>
    measured.map((each) => each[figure]!).toSorted((a, b) => a - b)[Math.floor(runs / 2)]!;
  const figures = Object.keys(measured[0]!).filter((figure) => figure !== "bytes" && figure !== "files");
  const result = figures.map((figure) => [figure, median(figure)] as const);
  const rounded = result.map(([figure, value]) => [figure, Math.round(value * 100) / 100]);
  if (values["json"] === true) console.log(JSON.stringify(Object.fromEntries(rounded)));
  else console.log(result.map(([figure, value]) => inWords(figure, value)).join(", "));
}

/** "evaluate 186 ms", "peak 141 MiB", "ratio 6.1". */
function inWords(figure: string, value: number): string {
  const [, name, unit] = /^(.*?)(Ms|MiB)?$/.exec(figure)!;
  return unit === undefined
    ? `${name} ${Math.round(value * 10) / 10}`
    : `${name} ${value.toFixed(0)} ${unit === "Ms" ? "ms" : unit}`;
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
