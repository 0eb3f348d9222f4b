import { lazy, mkDefault, option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { defineClusterService } from "../clusters/cluster-service.ts";
import { evaluate, linesOf, problemsOf } from "../clusters/testing.ts";
import { all, where } from "../filters/filter.ts";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";

describe("annotations", () => {
  const { annotations } = evaluate(
    defineInventory({
      meta: { domain: "example.com" },
      clusters: {
        north: {
          facts: { site: "berlin", ips: { lan: ["10.0.0.1"] } },
          module: ({ config }) => ({
            facts: { row: mkDefault(7), count: lazy(() => (config.lines as string[]).length) },
          }),
          machines: {
            web: { facts: { ips: { lan: ["10.0.0.2"], wan: ["2001:db8::1"] } }, module: { lines: ["a", "b"] } },
            nix: { class: "nixos", module: () => ({ facts: { ips: {} } }) },
          },
        },
      },
      machines: { lone: {}, nix: { class: "nixos" } },
    }),
  ).inventory;

  test("come from declared facts and from own modules, of the cluster too", () => {
    expect(JSON.parse(JSON.stringify(annotations("web.north")))).toEqual({
      name: "web.north",
      machineName: "web",
      clusterName: "north",
      fqdn: "web.north.example.com",
      class: "linux",
      tags: ["all", "linux"],
      ips: { lan: ["10.0.0.1", "10.0.0.2"], wan: ["2001:db8::1"] },
      services: {},
      extensions: {},
      facts: { site: "berlin", row: 7, count: 2 },
    });
  });

  test("of a machine whose modules only its platform understands are what is declared", () => {
    expect(annotations("nix.north").ips).toEqual({ lan: ["10.0.0.1"] });
    expect(annotations("nix.north").facts).toEqual({ site: "berlin" });
    expect(() => annotations("nix").ips).toThrow("its own configuration is only evaluated by its platform");
    expect(() => annotations("lone").ips).toThrow("TRP2801");
    expect(annotations("lone").fqdn).toBe("lone.example.com");
  });

  test("are computed only if somebody reads them", () => {
    let count = 0;
    const module = { facts: lazy(() => (count++, {})) };
    const { inventory } = evaluate(defineInventory({ machines: { a: { module } } }));
    void inventory.annotations("a").fqdn;
    expect(count).toBe(0);
    void inventory.annotations("a").facts;
    void inventory.annotations("a").facts;
    expect(count).toBe(1);
  });
});

describe("wrong facts are reported", () => {
  test("is told where they are written", () => {
    const inventory = defineInventory({ machines: { a: { facts: { ips: { eth0: ["dhcp"] } } } } });
    expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
      "TRP1002 \`facts.ips.eth0[0]\` must be an IP address, but is "dhcp".
        at machine a, facts: "dhcp""
    `);
  });

  test("a service cannot define any: there are two channels", () => {
    const vpn = defineService({
      manifest: { name: "vpn" },
      roles: { peer: { perInstance: () => ({ module: { facts: { ips: { wg0: ["10.99.0.1"] } } } }) } },
    });
    const inventory = defineInventory({
      services: { vpn },
      machines: { a: { facts: { ips: { eth0: ["10.0.0.1"] } } } },
    }).instances({
      mesh: { service: "vpn", roles: { peer: { machines: ["a"] } } },
    });
    expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
      "TRP2802 instance mesh, role peer defines the facts ips of machine "a", but facts are settled before any service runs, so nobody who reads them would see this.
        at instance mesh, role peer
        hint: What a machine is belongs in its own module or its \`facts\`. What a service has to tell others it publishes with mkExports, and they read it from \`exports\`."
    `);
    expect(evaluate(inventory).inventory.annotations("a").ips).toEqual({ eth0: ["10.0.0.1"] });
  });

  test("a fact that needs contributions of services is an error that says why", () => {
    const module = ({
      config,
    }: {
      readonly config: { readonly users: { readonly [name: string]: { readonly shell: string } } };
    }) => ({
      facts: { shell: lazy(() => config.users["ann"]!.shell) },
    });
    const { inventory } = evaluate(defineInventory({ machines: { a: { module } } }));
    expect(() => inventory.annotations("a").facts).toThrow("before any service has contributed");
  });

  test("facts that a cluster service declares are typed, and a missing one is an error", () => {
    const racks = defineClusterService({
      selectors: [all()],
      facts: { rack: option(t.str), row: option(t.int, { default: 0 }) },
      definition: ({ selectors }) => ({
        lines: selectors.map(({ name, facts }) => `${name} ${facts.rack} ${facts.row}`),
      }),
    });
    const inventory = (rack: object) =>
      defineInventory({
        clusters: {
          one: { machines: { a: { facts: { rack: "r1", more: 1 } }, b: { facts: { ...rack } } }, services: { racks } },
        },
      });
    expect(linesOf(evaluate(inventory({ rack: "r2", row: 3 })), "a.one")).toEqual(["a.one r1 0", "b.one r2 3"]);
    expect(problemsOf(inventory({ rack: 2 })).join("\n")).toMatchInlineSnapshot(`
      "TRP1002 \`machines."b.one".facts.rack\` must be a string, but is 2.
        at machine b.one, facts: 2
        hint: Write "2", in quotes."
    `);
    expect(problemsOf(inventory({})).join("\n")).toMatchInlineSnapshot(`
      "TRP1004 \`machines."b.one".facts.rack\` has to be set: it has no default.
        at facts of machine b.one: defined here, without \`rack\`
        hint: Set it to a string."
    `);
  });
});

test("a filter may not ask for what it decides", () => {
  const group = defineService({ manifest: { name: "group" }, roles: { member: {} } });
  const inventory = defineInventory({ services: { group }, machines: { a: {} } }).instances({
    g: {
      service: "group",
      roles: { member: { select: [{ filter: where(({ services }) => Object.keys(services).length === 0) }] } },
    },
  });
  expect(problemsOf(inventory).join("\n")).toContain("TRP2110");
});

test("perMachine reads them like perInstance, and is reached by what changes in them", () => {
  const group = defineService({
    manifest: { name: "group" },
    roles: { member: {} },
    perMachine: ({ annotations, machine }) => ({
      module: { lines: [`${machine.name} ${Object.keys(annotations("a").ips).join()}`] },
    }),
  });
  const inventory = (ips: object) =>
    defineInventory({ services: { group }, machines: { a: { facts: { ips: { ...ips } } }, b: {} } }).instances({
      g: { service: "group", roles: { member: { machines: ["b"] } } },
    });
  const before = evaluate(inventory({ lan: [] }));
  expect(linesOf(before, "b")).toEqual(["b lan"]);
  expect(linesOf(evaluate(inventory({ wan: [] }), before), "b")).toEqual(["b wan"]);
});

test("a change reaches the calls that have read annotations of the machine", () => {
  const hosts = defineClusterService({
    selectors: [all()],
    definition: ({ selectors }) => ({ lines: selectors.flatMap(({ ips }) => Object.values(ips).flat()) }),
  });
  const inventory = (ip: string) =>
    defineInventory({
      clusters: {
        one: { machines: { a: { facts: { ips: { e: [ip] } } }, b: { facts: { ips: {} } } }, services: { hosts } },
      },
    });
  const before = evaluate(inventory("10.0.0.1"));
  expect(linesOf(before, "b.one")).toEqual(["10.0.0.1"]);
  const same = evaluate(inventory("10.0.0.1"), before);
  expect(same.machine("b.one")).toBe(before.machine("b.one"));
  expect(linesOf(evaluate(inventory("10.0.0.2"), before), "b.one")).toEqual(["10.0.0.2"]);
});
