/** Memory: machines that are evaluated one after the other are let go of, whatever they read of each other. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { option, t } from "@troupe/modules";
import { expect, test } from "vitest";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { nested } from "../service/nested.ts";
import { evaluate } from "./testing.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const ssh = defineService({
  manifest: { name: "ssh" },
  roles: { server: { perInstance: ({ machine }) => ({ module: { lines: [`ssh ${machine.name}`] } }) } },
});

const peer = defineService({
  manifest: { name: "peer" },
  exports: { name: option(t.str) },
  roles: {
    peer: {
      perInstance: ({ machine, mkExports, exports }) => ({
        exports: mkExports({ name: machine.name }),
        module: () => ({ lines: exports.select().map(({ value }) => value.name) }),
        services: { ssh: nested(ssh, { server: {} }) },
      }),
    },
  },
});

const names = Array.from({ length: 40 }, (_, number) => `m${number}`);
const inventory = defineInventory({
  services: { peer },
  machines: Object.fromEntries(names.map((name) => [name, {}])),
}).instances({
  all: { service: "peer", roles: { peer: { tags: ["all"] } } },
} as never);

test("eachMachine does not retain a machine after the next one is requested", async () => {
  const evaluated = evaluate(inventory);
  const seen: WeakRef<object>[] = [];
  for (const { evaluation } of evaluated.eachMachine()) {
    expect((evaluation.config["lines"] as readonly string[]).length).toBe(names.length + 1);
    seen.push(new WeakRef(evaluation.config));
  }
  // References are kept until the current job ends.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(seen.filter((config) => config.deref() !== undefined).length).toBeLessThan(3);
});

test("a machine that was asked for by name is the same each time", async () => {
  const evaluated = evaluate(inventory);
  const known = evaluated.machine("m3");
  expect([...evaluated.eachMachine(["m3"])]).toEqual([known]);
  expect(evaluated.machine("m3")).toBe(known);
});
