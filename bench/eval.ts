/** One measurement of the evaluation, in a process of its own: prints JSON. */
import { force } from "@troupe/modules";
import { prepareEngine } from "../packages/troupe/src/project/engine.ts";
import { evaluateWorkload, workload } from "./workload.ts";

const [machines, instances, members] = process.argv.slice(2).map(Number) as [number, number, number];
const sources = workload({ machines, instances, members });
// As the command does.
prepareEngine(sources);

const began = performance.now();
let stringifyMs = 0;
let bytes = 0;
const evaluated = evaluateWorkload(sources);
for (const { evaluation } of evaluated.eachMachine()) {
  const config = force(evaluation.config);
  const before = performance.now();
  bytes += JSON.stringify(config).length;
  stringifyMs += performance.now() - before;
}
const evaluateMs = performance.now() - began - stringifyMs;
console.log(
  JSON.stringify({
    evaluateMs,
    stringifyMs,
    ratio: evaluateMs / stringifyMs,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    bytes,
  }),
);
