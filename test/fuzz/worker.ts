/** The process that runs cases one after the other: from a seed, so many, with at most so many machines. */
import { setImmediate } from "node:timers/promises";
import { runCase } from "./case.ts";

const [first, count, machines] = process.argv.slice(2).map(Number) as [number, number, number];
for (let seed = first; seed < first + count; seed++) {
  const outcome = runCase(seed, machines);
  // A promise that nobody waits for, and that fails, ends the process now and not in the next case.
  await setImmediate();
  process.send!(outcome);
}
process.disconnect();
