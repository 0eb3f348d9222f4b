/** The workload of the benchmark computes what real Nix computed of it. */
import { readFileSync } from "node:fs";
import { force } from "@troupe/modules";
import { expect, test } from "vitest";
import { evaluateWorkload, workload } from "./workload.ts";

test.each([
  [6, 3, 6],
  [20, 4, 6],
])("%i machines, %i instances, %i members in each role", (machines, instances, members) => {
  const file = new URL(`expected/clan-${machines}-${instances}-${members}.json`, import.meta.url);
  const { expected } = JSON.parse(readFileSync(file, "utf8")) as { readonly expected: { readonly ok: unknown } };
  const evaluated = evaluateWorkload(workload({ machines, instances, members }));
  const configs = [...evaluated.inventory.machines.keys()].map((name) => [
    name,
    force(evaluated.machine(name).evaluation.config),
  ]);
  expect(JSON.parse(JSON.stringify(Object.fromEntries(configs)))).toEqual(expected.ok);
});
