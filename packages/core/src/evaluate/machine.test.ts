import { lazy, mkIf } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { configOf, evaluate } from "./testing.ts";

const s = defineService({
  manifest: { name: "s" },
  roles: {
    r: { perInstance: ({ instanceName }) => ({ module: { lines: [instanceName] }, darwinModule: () => "opaque" }) },
    importer: {},
  },
  perMachine: ({ machine }) => ({ module: { lines: [machine.name] } }),
});

test("a value behind a false condition is never computed", () => {
  const guarded = mkIf(
    () => false,
    () => ([] as string[])[0]!.trim(),
  );
  const inventory = defineInventory({ services: { s }, machines: { a: { module: { name: guarded } } } }).instances({
    i: { service: "s", roles: { importer: { machines: ["a"], extraModules: [{ name: guarded }] } } },
  });
  expect(evaluate(inventory).diagnostics()).toEqual([]);
});

describe("extra modules", () => {
  const inventory = defineInventory({ services: { s }, machines: { a: {}, b: {} } }).instances({
    i: {
      service: "s",
      roles: {
        importer: {
          machines: ["a"],
          extraModules: [{ lines: ["extra"] }, ({ config }) => ({ name: lazy(() => config.lines.join("+")) })],
        },
      },
    },
  });
  const evaluated = evaluate(inventory);

  test("are part of every member's configuration, also of a role that does nothing else", () => {
    expect(evaluated.diagnostics()).toEqual([]);
    expect(configOf(evaluated, "a")).toEqual({ lines: ["extra", "a"], name: "extra+a" });
    expect(configOf(evaluated, "b")).toEqual({ lines: [], name: "" });
  });

  test("are known as what the member's role contributes", () => {
    const definition = evaluated.machine("a").evaluation.definitionsAt(["name"]).at(-1)!;
    expect(definition.site).toMatchObject({
      origin: "s:i:importer:a",
      label: "instance i, role importer, extraModules",
    });
    expect(definition.site.file).toContain("machine.test.ts");
  });
});

describe("a class whose own modules only its platform understands", () => {
  const inventory = defineInventory({
    services: { s },
    machines: { m: { class: "darwin", module: (() => "of the machine") as never } },
  });
  const extraModules = [(() => "extra") as never, { lines: ["portable"] }];
  const evaluated = evaluate(
    inventory.instances({ i: { service: "s", roles: { r: { tags: ["all"], extraModules } } } }),
  );

  test("gets them in the order of their contribution, the portable ones evaluated", () => {
    expect(evaluated.diagnostics()).toEqual([]);
    expect(configOf(evaluated, "m").lines).toEqual(["portable", "i", "m"]);
    const made = evaluated
      .machine("m")
      .platformModules()
      .map(({ value }) => (value as () => string)());
    expect(made).toEqual(["of the machine", "opaque", "extra"]);
  });
});
