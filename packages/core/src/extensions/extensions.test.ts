import { option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { evaluate, linesOf, problemsOf } from "../clusters/testing.ts";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { defineExtension } from "./extension.ts";

const monitoring = defineExtension({
  name: "monitoring",
  machine: { interval: option(t.int, { default: 60 }), labels: option(t.attrsOf(t.str)) },
  cluster: { server: option(t.nullOr(t.str), { default: null }) },
  service: { alert: option(t.bool, { default: false }) },
  module: ({ machine, cluster, machineName }) =>
    cluster.server === null ? {} : { lines: [`${machineName} to ${cluster.server} every ${machine.interval}`] },
});
const web = defineService({
  manifest: { name: "web" },
  roles: {
    server: {
      perInstance: (context) => ({
        module: {
          lines: [
            `alert ${monitoring.service(context).alert}, labels ${Object.keys(monitoring.machine(context.annotations(context.machine.name)).labels).join()}`,
          ],
        },
      }),
    },
  },
});

describe("extensions", () => {
  const inventory = defineInventory({
    extensions: [monitoring],
    services: { web },
    clusters: {
      north: {
        extensions: { monitoring: { server: "mon.example.com" } },
        machines: { a: { extensions: { monitoring: { interval: 5, labels: { rack: "r1" } } } }, b: {} },
      },
    },
    machines: { lone: { extensions: { monitoring: { interval: 7 } } } },
  }).instances({
    site: {
      service: "web",
      extensions: { monitoring: { alert: true } },
      roles: { server: { machines: ["a", "lone"] } },
    },
  });

  test("add options of machines, clusters and instances, with defaults", () => {
    const evaluated = evaluate(inventory);
    expect(evaluated.diagnostics()).toEqual([]);
    expect(linesOf(evaluated, "a.north")).toEqual(["alert true, labels rack", "a.north to mon.example.com every 5"]);
    expect(linesOf(evaluated, "b.north")).toEqual(["b.north to mon.example.com every 60"]);
    expect(linesOf(evaluated, "lone")).toEqual(["alert true, labels "]);
    expect(monitoring.cluster(evaluated.inventory.clusters.get("north")!)).toEqual({ server: "mon.example.com" });
    expect(
      evaluated
        .machine("b.north")
        .contributors()
        .map(({ origin }) => origin),
    ).toEqual(["extension monitoring"]);
  });

  test("are checked in the editor", () => {
    const base = { extensions: [monitoring], services: { web } } as const;
    // @ts-expect-error a typo in an option of machines
    defineInventory({ ...base, machines: { a: { extensions: { monitoring: { intervall: 5 } } } } });
    // @ts-expect-error a wrong value for an option of clusters
    defineInventory({ ...base, clusters: { north: { extensions: { monitoring: { server: 5 } } } } });
    // @ts-expect-error a wrong value for an option of instances
    defineInventory(base).instances({ site: { service: "web", extensions: { monitoring: { alert: 1 } } } });
  });

  test("wrong extensions are reported with their places", () => {
    const needy = defineExtension({ name: "needy", machine: { key: option(t.str) } });
    const json = { machines: { a: { extensions: { monitoring: { interval: "often" }, monitorin: {} } } } };
    const wrong = defineInventory({ extensions: [monitoring, needy, {} as never], json });
    expect(problemsOf(wrong).map((text) => text.split("\n")[0])).toMatchInlineSnapshot(`
      [
        "TRP2807 One of the inventory's \`extensions\` is not an extension.",
        "TRP2806 Extension "needy" has options without a default, so every machine would have to set them.",
        "TRP2805 There are values for the extension "monitorin", which is not among the inventory's \`extensions\`.",
        "TRP1002 \`machines.a.extensions.monitoring.interval\` must be a whole number, but is "often".",
        "TRP1004 \`machines.a.extensions.needy.key\` has to be set: it has no default.",
      ]
    `);
  });

  test("a changed value of an extension reaches the modules that it made", () => {
    const before = evaluate(inventory);
    const with9 = defineInventory({
      extensions: [monitoring],
      json: { machines: { lone: { extensions: { monitoring: { interval: 9 } } } } },
    });
    void linesOf(before, "lone");
    expect(monitoring.machine(evaluate(with9, before).inventory.annotations("lone")).interval).toBe(9);
  });
});
