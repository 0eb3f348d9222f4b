import { mkForce, option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { defineExports } from "../exports/contract.ts";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { configOf, evaluate, problemsOf } from "./testing.ts";

const machines = {
  a: { tags: ["eu"], address: "192.0.2.1" },
  b: { tags: ["eu"], deploy: { targetHost: "root@192.0.2.2:2222" } },
} as const;

describe("exports", () => {
  const endpoint = defineExports("endpoint", { url: option(t.str) });

  test("are found by contract, as a service's own and as one it provides", () => {
    const own = defineService({
      manifest: { name: "own" },
      exports: endpoint,
      roles: { r: { perInstance: ({ mkExports }) => ({ exports: mkExports({ url: "own" }) }) } },
    });
    const provider = defineService({
      manifest: { name: "provider" },
      provides: [endpoint],
      roles: {
        r: {
          perInstance: ({ mkExports, machine }) => ({
            exports: mkExports(machine.name === "a" ? { endpoint: { url: "provided" } } : {}),
          }),
        },
      },
    });
    const reader = defineService({
      manifest: { name: "reader" },
      roles: {
        r: {
          perInstance: ({ exports }) => ({
            module: () => ({ lines: exports.from(endpoint).map(({ key, value }) => `${key} ${value.url}`) }),
          }),
        },
      },
    });
    const evaluated = evaluate(
      defineInventory({ services: { own, provider, reader }, machines }).instances({
        o: { service: "own", roles: { r: { machines: ["b"] } } },
        p: { service: "provider", roles: { r: { tags: ["all"] } } },
        r: { service: "reader", roles: { r: { machines: ["a"] } } },
      }),
    );
    expect(evaluated.diagnostics()).toEqual([]);
    expect(configOf(evaluated, "a").lines).toEqual(["own:o:r:b own", "provider:p:r:a provided"]);
  });

  test("of the inventory are read by anyone, and override with mkForce", () => {
    const reader = defineService({
      manifest: { name: "reader" },
      exports: { url: option(t.str) },
      roles: {
        r: {
          perInstance: ({ exports, mkExports, machine }) => ({
            exports: mkExports({ url: machine.name }),
            module: () => ({
              lines: [
                JSON.stringify(exports[":::"]),
                exports.get({ instanceName: "i", roleName: "r", machineName: "b" })!.url,
              ],
            }),
          }),
        },
      },
    });
    const evaluated = evaluate(
      defineInventory({
        services: { reader },
        machines,
        exports: { ":::": { site: "home" }, "reader:i:r:b": { url: mkForce("forced") } },
      }).instances({ i: { service: "reader", roles: { r: { tags: ["all"] } } } }),
    );
    expect(evaluated.diagnostics()).toEqual([]);
    expect(configOf(evaluated, "a").lines).toEqual(['{"site":"home"}', "forced"]);
  });

  test("at wider levels merge", () => {
    const wide = defineService({
      manifest: { name: "wide" },
      exports: { names: option(t.listOf(t.str)) },
      roles: {
        r: {
          perInstance: ({ mkExports, machine }) => ({
            exports: [mkExports({ names: [machine.name] }, { scope: "instance" }), mkExports({ names: [] })],
          }),
        },
      },
    });
    const evaluated = evaluate(
      defineInventory({ services: { wide }, machines }).instances({
        i: { service: "wide", roles: { r: { tags: ["all"] } } },
      }),
    );
    expect((evaluated.exports.value("wide:i::") as { names: string[] }).names.toSorted()).toEqual(["a", "b"]);
  });

  test("read while perInstance runs are an error that says where to move the line", () => {
    const early = defineService({
      manifest: { name: "early" },
      exports: { n: option(t.int) },
      roles: {
        r: { perInstance: ({ exports, mkExports }) => ({ exports: mkExports({ n: exports.select().length }) }) },
      },
    });
    const inventory = defineInventory({ services: { early }, machines }).instances({
      i: { service: "early", roles: { r: { machines: ["a"] } } },
    });
    expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
      "TRP2305 perInstance of role "r" of service "early" (instance i, machine a) reads exports with select(…) while it is still running. What exists must be known before any export has a value, so exports can only be read inside a function.
        at an unknown place
        hint: Move the line into module: () => …, mkExports(() => …) or lazy(() => …)."
    `);
  });

  test("a circle of dependencies is an error that names each step", () => {
    const ping = defineService({
      manifest: { name: "ping" },
      exports: { n: option(t.int) },
      roles: {
        r: {
          perInstance: ({ exports, mkExports }) => ({
            exports: mkExports(() => ({ n: (exports["pong:b:r:"] as { n: number }).n + 1 })),
          }),
        },
      },
    });
    const pong = defineService({
      manifest: { name: "pong" },
      exports: { n: option(t.int) },
      roles: {
        r: {
          perInstance: ({ exports, mkExports }) => ({
            exports: mkExports(() => ({ n: (exports["ping:a:r:"] as { n: number }).n + 1 })),
          }),
        },
      },
    });
    const inventory = defineInventory({ services: { ping, pong }, machines }).instances({
      a: { service: "ping", roles: { r: { machines: ["a"] } } },
      b: { service: "pong", roles: { r: { machines: ["b"] } } },
    });
    expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
      "TRP1007 \`exports."ping:a:r:a"\` depends on itself.
        exports."ping:a:r:a" needs exports."pong:b:r:b"
        exports."pong:b:r:b" needs exports."ping:a:r:a"
        hint: Break the loop: one of these values must be computed without the next one."
    `);
  });

  test("of several members under a role's key are an error that lists them", () => {
    const many = defineService({
      manifest: { name: "many" },
      exports: { n: option(t.int) },
      roles: {
        r: {
          perInstance: ({ mkExports, exports }) => ({
            exports: mkExports({ n: 1 }),
            module: () => ({ lines: [String(exports["many:i:r:"]?.n)] }),
          }),
        },
      },
    });
    const inventory = defineInventory({ services: { many }, machines }).instances({
      i: { service: "many", roles: { r: { tags: ["all"] } } },
    });
    expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
      "TRP2306 "many:i:r:" stands for one export, but there are 2: "many:i:r:a", "many:i:r:b".
        at instance i, role r
        hint: Name the machine in the scope, or use exports.select(…) to read all of them.
      TRP2306 "many:i:r:" stands for one export, but there are 2: "many:i:r:a", "many:i:r:b".
        at instance i, role r
        hint: Name the machine in the scope, or use exports.select(…) to read all of them."
    `);
  });
});
