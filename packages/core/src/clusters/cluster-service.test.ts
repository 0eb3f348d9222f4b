import { lazy, option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { all, clusterMachines, hostname, tag } from "../filters/filter.ts";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { defineClusterService } from "./cluster-service.ts";
import { evaluate, linesOf, problemsOf, rolesOf } from "./testing.ts";

const group = defineService({
  manifest: { name: "group" },
  exports: { at: option(t.str) },
  roles: {
    member: {
      interface: { size: option(t.int, { default: 1 }) },
      perInstance: ({ instanceName, machine, settings, mkExports }) => ({
        exports: mkExports({ at: machine.name }),
        module: { lines: [`${instanceName} ${settings.size}`] },
      }),
    },
    seen: { observed: true },
  },
});

describe("the document's example", () => {
  // { service.address = (builtins.head roles.role2.ips); }, its three mistakes put right: lib.filters, a call in
  // parentheses, one machine's interface.
  const service1 = defineClusterService({
    selectors: [clusterMachines()],
    roles: { role1: [clusterMachines()], role2: [hostname("host1")] },
    definition: ({ roles, this: self }) => ({ lines: [`${self.machineName}: ${roles.role2[0]!.ips["eth0"]![0]!}`] }),
    extraConfig: { lines: ["something"] },
  });
  const inventory = defineInventory({
    meta: { domain: "com" },
    clusters: {
      example: { machines: { host1: { facts: { ips: { eth0: ["192.0.2.1"] } } }, host2: {} }, services: { service1 } },
    },
  });

  test("runs", () => {
    const evaluated = evaluate(inventory);
    expect(evaluated.diagnostics()).toEqual([]);
    expect(linesOf(evaluated, "host2.example")).toEqual(["something", "host2: 192.0.2.1"]);
    expect(evaluated.inventory.annotations("host2.example").fqdn).toBe("host2.example.com");
  });

  test("may read the configuration of the machine, and what other services make of it", () => {
    const counting = defineClusterService({
      selectors: [clusterMachines()],
      definition: ({ this: self }) => ({ lines: [`${self.machineName}: hello`] }),
      linuxDefinition:
        ({ selectors }) =>
        ({ config }) => ({
          users: {
            counter: { shell: lazy(() => `${(config.lines as string[]).length} lines, ${selectors.length} machines`) },
          },
        }),
    });
    const more = defineClusterService({ selectors: [clusterMachines()], definition: () => ({ lines: ["more"] }) });
    const evaluated = evaluate(
      defineInventory({
        clusters: {
          one: { machines: { a: { module: { lines: ["own"] } }, b: { class: "nixos" } }, services: { more, counting } },
        },
      }),
    );
    expect(evaluated.machine("a.one").evaluation.config).toMatchObject({
      users: { counter: { shell: "3 lines, 2 machines" } },
    });
    expect(evaluated.machine("b.one").evaluation.config).toMatchObject({ users: {}, lines: ["more", "b: hello"] });
  });

  test("reports a definition that returns a function or fails", () => {
    const definitions = [
      () => () => ({ lines: ["a"] }),
      ({ roles }: { readonly roles: object }) => ({ lines: [(roles as { readonly db: readonly string[] }).db[0]!] }),
    ];
    const services = Object.fromEntries(
      definitions.map((definition, index) => [`s${index}`, defineClusterService({ selectors: [all()], definition })]),
    );
    const problems = problemsOf(defineInventory({ clusters: { one: { machines: { a: {} }, services } } }));
    expect(problems.join("\n")).toMatchInlineSnapshot(`
      "TRP2808 The definition of cluster service "s0.one" returns a function for machine "a.one", but what it returns is for machines of every class, and not all of them have a configuration that can be read here.
        at cluster service s0.one
        hint: Return the definitions themselves. A function of the machine's own configuration is for linuxDefinition or nixosDefinition to return.
      TRP2501 The definition of cluster service "s1.one" (machine a.one) failed: TypeError: Cannot read properties of undefined (reading '0')
        at cluster service s1.one"
    `);
  });

  test("may be a NixOS module closure", () => {
    const closure = defineClusterService({
      selectors: [clusterMachines()],
      definition: () => ({}),
      nixosDefinition:
        ({ this: self, selectors }) =>
        ({ pkgs }: { readonly pkgs: string }) => ({ text: `${self.fqdn} of ${selectors.length} with ${pkgs}` }),
    });
    const evaluated = evaluate(
      defineInventory({ clusters: { one: { machines: { a: { class: "nixos" }, b: {} }, services: { closure } } } }),
    );
    expect(evaluated.diagnostics()).toEqual([]);
    const [module] = evaluated.machine("a.one").platformModules();
    expect((module!.value as (args: object) => unknown)({ pkgs: "nixpkgs" })).toEqual({
      text: "a.one.internal of 2 with nixpkgs",
    });
    expect(evaluated.machine("b.one").platformModules()).toEqual([]);
  });

  test("says what it read of whom", () => {
    const evaluated = evaluate(inventory);
    linesOf(evaluated, "host2.example");
    expect(evaluated.machine("host2.example").contributors()).toEqual([
      {
        origin: "service1.example:service1.example:selectors:host2.example",
        label: "instance service1.example, role selectors",
        settings: {},
        reads: {
          exports: {},
          machines: {
            "host1.example": {
              name: "host1.example",
              fqdn: "host1.example.com",
              class: "linux",
              ips: { eth0: ["192.0.2.1"] },
            },
            "host2.example": { name: "host2.example", fqdn: "host2.example.com", class: "linux" },
          },
        },
      },
    ]);
  });
});

test("a cluster service that is none is told what it lacks", () => {
  const wrong = [
    group,
    defineClusterService({ selectors: tag("x") as never, definition: () => ({}) }),
    { definition: () => ({}) },
  ];
  const services = Object.fromEntries(wrong.map((value, index) => [`s${index}`, value as never]));
  const problems = problemsOf(defineInventory({ clusters: { one: { machines: {}, services } } }));
  expect(problems.map((text) => text.split("\n")[0])).toMatchInlineSnapshot(`
    [
      "TRP2804 "s0.one" is not a service of a cluster: it is an object, not what defineClusterService returns.",
      "TRP2804 "s1.one" is not a service of a cluster: its \`selectors\` must be a list of filters.",
      "TRP2804 "s2.one" is not a service of a cluster: it is an object, not what defineClusterService returns.",
    ]
  `);
  expect(
    rolesOf(
      defineInventory({
        clusters: { one: { services: { ok: defineClusterService({ selectors: [all()], definition: () => ({}) }) } } },
      }),
    ),
  ).toEqual({
    "ok.one": { selectors: [] },
  });
});
