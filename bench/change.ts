/**
 * What a change of one line costs once everything has been evaluated: from the changed inventory to the list of
 * machines that change.
 */
import { type InventorySource } from "@troupe/core";
import { changedMachines, takeSnapshot } from "@troupe/core/internal";
import { prepareEngine } from "../packages/troupe/src/project/engine.ts";
import { evaluateWorkload, workload } from "./workload.ts";

const [machines, instances, members] = process.argv.slice(2).map(Number) as [number, number, number];
const size = { machines, instances, members };

/** The workload with another port for one instance. */
function changed(port: number): readonly InventorySource[] {
  const sources = workload(size);
  const { instances: written } = sources.at(-1)!.value as {
    instances: { i000: { roles: { server: { settings: object } } } };
  };
  written.i000.roles.server.settings = { ...written.i000.roles.server.settings, port };
  return sources;
}

const first = workload(size);
// As the command does.
prepareEngine(first);
let evaluated = evaluateWorkload(first);
let known = takeSnapshot(evaluated);
let changes: readonly string[] = [];
const times: number[] = [];
for (let round = 0; round < 5; round++) {
  const sources = changed(7000 + round);
  const began = performance.now();
  evaluated = evaluateWorkload(sources, evaluated);
  const now = takeSnapshot(evaluated, known);
  changes = changedMachines(known, now);
  times.push(performance.now() - began);
  known = now;
}
console.log(
  JSON.stringify({
    evaluateMs: times.toSorted((a, b) => a - b)[2],
    changes: changes.length,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  }),
);
