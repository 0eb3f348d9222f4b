/**
 * `npm run fuzz -- [--evaluations 10000] [--machines 200] [--seed N]`: evaluates random inventories, right ones and
 * wrong ones, and asks everything that can be asked of them. Nothing but diagnostics may come out, and everything has
 * to come to an end.
 *
 * Every case has a seed. `--seed N` runs that case again; with `--evaluations`, as many from there.
 */
import { parseArgs } from "node:util";
import type { Outcome } from "./case.ts";
import { runCases } from "./processes.ts";
import { summary } from "./summary.ts";

const { values } = parseArgs({
  options: { evaluations: { type: "string" }, machines: { type: "string" }, seed: { type: "string" } },
});

function natural(option: "evaluations" | "machines" | "seed", otherwise: number): number {
  const value = Number(values[option] ?? otherwise);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${option} takes a number, not ${values[option]}.`);
  return value;
}

const machines = natural("machines", 200);
const first = natural("seed", Math.floor(Math.random() * 2 ** 31));
const count = natural("evaluations", values.seed === undefined ? 10_000 : 1);

console.log(`${count} evaluations of up to ${machines} machines, from seed ${first}`);
const outcomes: Outcome[] = [];
const began = performance.now();
let shown = began;
for await (const outcome of runCases({ first, count, machines })) {
  outcomes.push(outcome);
  const { seed, failure } = outcome;
  if (failure !== undefined) {
    console.log(
      `\nSeed ${seed} fails: ${failure.error}\n\n${failure.program}\n\nAgain: npm run fuzz -- --seed ${seed} --machines ${machines}\n`,
    );
  }
  if (performance.now() - shown < 5000) continue;
  shown = performance.now();
  const failed = outcomes.filter((each) => each.failure !== undefined).length;
  console.log(`${outcomes.length} of ${count}, ${failed} failed, ${((shown - began) / 1000).toFixed(0)} s`);
}
console.log(`\n${await summary(outcomes, performance.now() - began)}`);
process.exitCode = outcomes.some(({ failure }) => failure !== undefined) ? 1 : 0;
