/** Memory: an evaluation that comes after many others holds on to nothing of what has changed since. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { option, t } from "@troupe/modules";
import { expect, test } from "vitest";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { nested } from "../service/nested.ts";
import type { Evaluated } from "../model/evaluation.ts";
import { configOf, evaluate } from "./testing.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const child = defineService({
  manifest: { name: "child" },
  roles: { node: { perInstance: () => ({ module: { lines: ["child"] } }) } },
});

const service = defineService({
  manifest: { name: "s" },
  exports: { n: option(t.int) },
  roles: {
    peer: {
      interface: { n: option(t.int, { default: 0 }), nest: option(t.bool, { default: false }) },
      perInstance: ({ settings, instanceName, mkExports, exports }) => ({
        exports: mkExports({ n: settings.n }),
        module: () => ({ lines: exports.select({ instanceName }).map(({ value }) => String(value.n)) }),
        ...(settings.nest && { services: { child: nested(child, { node: {} }) } }),
      }),
    },
  },
  perMachine: ({ machine }) => ({ module: { lines: [machine.roles.join()] } }),
});

const numbers = Array.from({ length: 6 }, (_, number) => number);
const rounds = 25;

/** Instance `i<n>` is on machine `m<n>`; each round another one changes. */
function inRound(round: number, nest: boolean) {
  const instances = numbers.map((number) => {
    const n = Math.floor((round + number) / numbers.length);
    return [
      `i${number}`,
      { service: "s", roles: { peer: { machines: { [`m${number}`]: { settings: { n, nest } } } } } },
    ];
  });
  const machines = Object.fromEntries(numbers.map((number) => [`m${number}`, {}]));
  return defineInventory({ services: { s: service }, machines }).instances(Object.fromEntries(instances) as never);
}

test.each([
  ["machines that are made anew and machines that stay", false],
  ["nested services", true],
])("%s: what has changed since is let go of", async (_, nest) => {
  const stores: WeakRef<object>[] = [];
  const machines: WeakRef<object>[] = [];
  let previous: Evaluated | undefined;
  for (let round = 0; round < rounds; round++) {
    previous = evaluate(inRound(round, nest), previous);
    stores.push(new WeakRef(previous.exports));
    for (const number of numbers) {
      configOf(previous, `m${number}`);
      previous.machine(`m${number}`).contributors();
      machines.push(new WeakRef(previous.machine(`m${number}`)));
    }
    previous.diagnostics();
    await new Promise((resolve) => setImmediate(resolve));
  }
  // A collection that was under way already keeps objects that died after it began, so collect until none is under way.
  for (let count = 0; count < 3; count++) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const alive = new Set(machines.flatMap((machine) => machine.deref() ?? []));
  // Those of the last evaluation, and of the one before it, as long as that may still be asked.
  expect(alive.size).toBeLessThanOrEqual(2 * numbers.length);
  expect(stores.filter((store) => store.deref() !== undefined).length).toBeLessThanOrEqual(2);
  expect(previous!.machine("m0")).toBeDefined();
});
