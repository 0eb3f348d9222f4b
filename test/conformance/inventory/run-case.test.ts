/** Forms of cases that must work whichever case files are at hand. */
import { describe, expect, test } from "vitest";
import type { InventoryInput } from "./case.ts";
import { runInventoryCase, withoutMessages } from "./run-case.ts";

const int = { $option: { type: { t: "int" } } };
const net = {
  options: { host: { $option: { type: { t: "str" } } }, port: { $option: { type: { t: "int" }, default: 80 } } },
};
const exporting = (key: string) => ({ args: ["mkExports"], config: { exports: { [key]: { net: { host: "x" } } } } });
const made = { args: ["mkExports"], config: { exports: { $apply: [{ $arg: "mkExports" }, { net: { host: "x" } }] } } };

const instance = (input: string | undefined, roles: object) => ({
  module: { name: "A", ...(input !== undefined && { input }) },
  roles,
});
const peers = { peer: { tags: ["all"] } };

function run(input: Partial<InventoryInput>): unknown {
  const inventory = [{ machines: { a: {} }, instances: { i: instance("self", peers) } }];
  const outcome = runInventoryCase({ services: {}, inventory, ...input });
  return "ok" in outcome ? outcome.ok : [outcome.err, outcome.option];
}

describe("exports", () => {
  test("need an interface that the service provides", () => {
    const exportInterfaces = { net };
    const query = { pick: ["exports"] };
    const service = (out: readonly string[], perInstance: object) => ({
      A: { manifest: { exports: { out } }, roles: { peer: { perInstance } } },
    });
    expect(run({ services: service(["net"], made), exportInterfaces, query })).toEqual({
      exports: { "A:i:peer:a": { net: { host: "x", port: 80 } } },
    });
    expect(run({ services: service([], made), exportInterfaces, query })).toEqual([
      "exports-not-allowed",
      'exports."A:i:peer:a".net',
    ]);
    expect(run({ services: service(["nope"], made), exportInterfaces, query })).toEqual([
      "unknown-export-interface",
      undefined,
    ]);
    expect(run({ services: service(["net"], exporting("B:::")), exportInterfaces, query })).toEqual([
      "export-scope",
      undefined,
    ]);
    expect(run({ services: service(["net"], exporting("B")), exportInterfaces, query })).toEqual([
      "export-scope",
      undefined,
    ]);
  });

  test("of the service itself concern nobody else", () => {
    const modules = [{ config: { exports: { "B:::": { net: { host: "x" } } } } }];
    const services = { A: { modules, roles: { peer: {} } } };
    expect(run({ services, query: { pick: ["exports"] } })).toEqual(["export-scope", undefined]);
    expect(run({ services, query: { pick: ["machineTags"] } })).toEqual({ machineTags: { a: ["all", "nixos"] } });
  });
});

test("machines may be known from elsewhere, with modules", () => {
  const services = { A: { roles: { peer: { perInstance: { config: { nixosModule: { log: ["peer"] } } } } } } };
  const input = {
    services,
    machines: { b: { config: { log: ["own"] } } },
    nixosModules: [{ config: { log: ["all"] } }],
  };
  expect(run({ ...input, query: { path: ["machines"] } })).toEqual({
    a: { log: ["peer", "all"] },
    b: { log: ["peer", "own", "all"] },
  });
});

test("services come from inputs, or without one from the core", () => {
  const named = (name: string) => ({ A: { manifest: { name }, roles: { peer: {} } } });
  const inventory = [{ machines: { a: {} }, instances: { i: instance("x", peers), j: instance(undefined, peers) } }];
  const services = run({
    inventory,
    inputs: { x: named("ofX") },
    coreServices: named("ofCore"),
    query: { path: ["services"] },
  });
  expect(services).toMatchObject({ "x-A": { manifestName: "ofX" }, "<clan-core>-A": { manifestName: "ofCore" } });
});

test("the names of classes and interfaces are checked", () => {
  const machine = (machineClass: string) => [{ machines: { a: { machineClass, icon: "x" } } }];
  expect(run({ inventory: machine("debian") })).toEqual(["type-mismatch", "inventory.machines.a.machineClass"]);
  expect(run({ inventory: machine("darwin"), query: { path: ["tags", "darwin"] } })).toEqual(["a"]);
});

test("settings, what extends them, and what perMachine sees", () => {
  const perInstance = {
    args: ["extendSettings"],
    config: { nixosModule: { x: { $apply: [{ $arg: "extendSettings" }, { n: { $override: [50, 3] } }] } } },
  };
  const services = { A: { roles: { peer: { interface: { options: { n: int } }, perInstance } } } };
  const inventory = [
    { machines: { a: {} }, instances: { i: instance("self", { peer: { tags: { all: { settings: { n: 1 } } } } }) } },
  ];
  expect(run({ services, inventory, query: { path: ["machines", "a", "x"] } })).toEqual({ n: 3 });
  expect(run({ services, inventory, query: { perInstance: ["self-A", "peer", "i", "a", "settings"] } })).toEqual({
    n: 1,
  });
  const settings = ["instances", "i", "roles", "peer", "settings"] as const;
  expect(run({ services, inventory, query: { perMachine: ["self-A", "a", ...settings] } })).toEqual({ failed: true });
});

test("constraints are compared by id", () => {
  const services = {
    A: { manifest: { constraints: { maxInstances: 0, roles: { peer: { minMachines: 2 } } } }, roles: { peer: {} } },
  };
  expect(run({ services, query: { pick: ["cliChecks"] } })).toEqual({
    cliChecks: [{ id: "A-maxInstances" }, { id: "A-i-peer-minMachines" }],
  });
  const written = { ok: { cliChecks: [{ id: "x", message: "m", severity: "error" }] } };
  expect(withoutMessages(written)).toEqual({ ok: { cliChecks: [{ id: "x" }] } });
});
