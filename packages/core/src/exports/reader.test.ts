import { option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { configOf, evaluate, problemsOf } from "../evaluate/testing.ts";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import type { ExportsReader } from "../model/exports.ts";
import { defineExports } from "./contract.ts";
import { selectExports } from "./selection.ts";

type Reader = ExportsReader<string, unknown, string>;

/** What a service that reads exports on machine a makes of them, beside one that writes some. */
function reading(read: (exports: Reader) => unknown) {
  const writer = defineService({
    manifest: { name: "w" },
    exports: { n: option(t.int) },
    roles: {
      r: {
        perInstance: ({ mkExports }) => ({ exports: [mkExports({ n: 1 }), mkExports({ n: 2 }, { scope: "service" })] }),
      },
    },
    perMachine: ({ mkExports }) => ({ exports: mkExports({ n: 3 }) }),
  });
  const reader = defineService({
    manifest: { name: "reader" },
    roles: {
      r: { perInstance: ({ exports }) => ({ module: () => ({ name: JSON.stringify(read(exports as Reader)) }) }) },
    },
  });
  return defineInventory({ services: { writer, reader }, machines: { a: {}, b: {} } }).instances({
    i: { service: "writer", roles: { r: { tags: ["all"] } } },
    j: { service: "reader", roles: { r: { machines: ["a"] } } },
  });
}

const result = (read: (exports: Reader) => unknown): unknown => JSON.parse(configOf(evaluate(reading(read)), "a").name);

describe("exports, as services see them,", () => {
  test("are a record of scopes", () => {
    expect(result((exports) => Object.keys(exports))).toEqual(["w:::", "w:::a", "w:::b", "w:i:r:a", "w:i:r:b"]);
    expect(result((exports) => ["w:::a" in exports, "w:i::" in exports, Object.hasOwn(exports, "w:::b")])).toEqual([
      true,
      false,
      true,
    ]);
    expect(result((exports) => Object.values(selectExports({ machineName: "a" }, exports)))).toEqual([
      { n: 3 },
      { n: 1 },
    ]);
  });

  test("of service, instance and role stand under keys of their own", () => {
    expect(result((exports) => [exports["w:::"], exports["w:i::"] ?? null])).toEqual([{ n: 2 }, null]);
  });

  test("are recorded as read only if their values are", () => {
    const reads = (read: (exports: Reader) => unknown) => {
      const evaluated = evaluate(reading(read));
      configOf(evaluated, "a");
      return Object.keys(
        evaluated
          .machine("a")
          .contributors()
          .find(({ origin }) => origin === "reader:j:r:a")!.reads.exports,
      );
    };
    expect(reads((exports) => Object.keys(exports).length)).toEqual([]);
    expect(reads((exports) => exports["w:::a"])).toEqual(["w:::a"]);
  });

  test("are asked for by names that exist", () => {
    const problems = (key: string) => problemsOf(reading((exports) => exports[key as "w:::"])).join("\n");
    expect(problems("v:::")).toContain('There is no service "v", but the export scope');
    expect(problems("w:j::")).toContain('There is no instance "j", but the export scope');
    expect(problems("w:i:q:")).toContain('There is no role "q", but the export scope');
    expect(problems("w:i:r:c")).toContain('There is no machine "c", but the export scope');
    expect(problems("w:i")).toContain("TRP2301");
  });
});

describe("contracts", () => {
  const endpoint = defineExports("endpoint", [
    ({ meta }) => ({ options: { url: option(t.str, { default: `http://${meta.domain}` }) } }),
  ]);

  test("may be made of modules", () => {
    const web = defineService({
      manifest: { name: "web" },
      provides: [endpoint],
      roles: { r: { perInstance: ({ mkExports }) => ({ exports: mkExports({ endpoint: {} }) }) } },
    });
    const reader = defineService({
      manifest: { name: "reader" },
      roles: {
        r: {
          perInstance: ({ exports }) => ({
            module: () => ({ lines: exports.from(endpoint).map(({ value }) => value["url"] as string) }),
          }),
        },
      },
    });
    const evaluated = evaluate(
      defineInventory({ meta: { domain: "lan" }, services: { web, reader }, machines: { a: {} } }).instances({
        w: { service: "web", roles: { r: { tags: ["all"] } } },
        r: { service: "reader", roles: { r: { tags: ["all"] } } },
      }),
    );
    expect(evaluated.diagnostics()).toEqual([]);
    expect(configOf(evaluated, "a").lines).toEqual(["http://lan"]);
  });
});

test("a message about many exports names only some of them", () => {
  const many = defineService({
    manifest: { name: "many" },
    exports: { n: option(t.int) },
    roles: {
      r: {
        perInstance: ({ mkExports, exports }) => ({
          exports: mkExports({ n: 1 }),
          module: () => ({ name: String(exports["many:i:r:"]) }),
        }),
      },
    },
  });
  const machines = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`m${index}`, {}]));
  const inventory = defineInventory({ services: { many }, machines }).instances({
    i: { service: "many", roles: { r: { tags: ["all"] } } },
  });
  expect(problemsOf(inventory)[0]).toContain(
    'there are 9: "many:i:r:m0", "many:i:r:m1", "many:i:r:m2", "many:i:r:m3", "many:i:r:m4" and 4 more.',
  );
});
