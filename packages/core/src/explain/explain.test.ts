import { isTroupeError, option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { evaluate } from "../evaluate/testing.ts";
import { explain } from "./explain.ts";

const ssh = defineService({
  manifest: { name: "ssh" },
  exports: { key: option(t.str) },
  roles: {
    server: {
      interface: { allow: option(t.listOf(t.str)) },
      perInstance: ({ exports }) => ({
        module: () => ({ lines: exports.select({ roleName: "client" }).map(({ value }) => value.key) }),
      }),
    },
    client: { perInstance: ({ machine, mkExports }) => ({ exports: mkExports({ key: machine.name }) }) },
  },
});
const backup = defineService({
  manifest: { name: "backup" },
  roles: {
    server: {
      perInstance: () => ({
        services: { ssh: { service: ssh, roles: { server: { settings: { allow: ["backup"] } } } } },
      }),
    },
    client: { perInstance: () => ({ services: { ssh: { service: ssh, roles: { client: {} } } } }) },
  },
});

test("explain tells a value of a call that read an annotation whose computation fails", () => {
  const reader = defineService({
    manifest: { name: "reader" },
    roles: {
      r: {
        perInstance: ({ machine, annotations }) => ({
          module: () => {
            try {
              return { lines: [String(annotations(machine.name).ips.length)] };
            } catch {
              return { lines: ["none"] };
            }
          },
        }),
      },
    },
  });
  const inventory = defineInventory({ services: { reader }, machines: { m: {} } }).instances({
    i: { service: "reader", roles: { r: { machines: ["m"] } } },
  });
  expect(explain(evaluate(inventory), "m", "lines").value).toEqual(["none"]);
});

describe("the chain", () => {
  const inventory = defineInventory({ services: { backup }, machines: { a: {}, b: {} } }).instances({
    nightly: { service: "backup", roles: { server: { machines: ["a"] }, client: { machines: ["b"] } } },
  });

  test("goes through nested services to the instance that somebody wrote", () => {
    const { value, contributors, exports } = explain(evaluate(inventory), "a", "lines");
    expect(value).toEqual(["b"]);
    expect(Object.keys(contributors)).toEqual([
      "ssh:nightly/ssh:server:a",
      "backup:nightly:server:a",
      "ssh:nightly/ssh:client:b",
      "backup:nightly:client:b",
    ]);
    expect(contributors["ssh:nightly/ssh:server:a"]!.memberships).toMatchObject([
      { joinedBy: "backup:nightly:server:a" },
    ]);
    expect(exports["ssh:nightly/ssh:client:b"]).toMatchObject({
      value: { key: "b" },
      writers: ["ssh:nightly/ssh:client:b"],
    });
  });

  test("explains settings of nested instances", () => {
    expect(explain(evaluate(inventory), "nightly/ssh/server/a", "settings.allow")).toMatchObject({
      subject: { kind: "settings", instance: "nightly/ssh", role: "server", machine: "a" },
      value: ["backup"],
    });
  });

  test("stays short where everybody reads everybody", () => {
    const mesh = defineService({
      manifest: { name: "mesh" },
      roles: {
        peer: {
          perInstance: ({ machine, exports, mkExports }) => ({
            exports: mkExports(machine.name),
            module: () => ({ lines: exports.select().map(({ value }) => value as string) }),
          }),
        },
      },
    });
    const machines = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`m${index}`, {}]));
    const evaluated = evaluate(
      defineInventory({ services: { mesh }, machines }).instances({
        net: { service: "mesh", roles: { peer: { tags: ["all"] } } },
      }),
    );
    for (const name of Object.keys(machines)) evaluated.machine(name).evaluation.diagnostics();
    const { contributors, exports } = explain(evaluated, "m7", "lines");
    expect(contributors["mesh:net:peer:m7"]!.reads).toHaveLength(50);
    expect(Object.keys(contributors).length).toBeLessThan(12);
    expect(Object.keys(exports).length).toBeLessThan(12);
  });
});

test("free-form exports are explained without a field", () => {
  const free = defineService({
    manifest: { name: "free" },
    roles: { r: { perInstance: ({ mkExports }) => ({ exports: mkExports({ list: [{ "a.b": 1 }] }) }) } },
  });
  const evaluated = evaluate(
    defineInventory({ services: { free }, machines: { a: {} } }).instances({
      i: { service: "free", roles: { r: { machines: ["a"] } } },
    }),
  );
  expect(explain(evaluated, "free:i:r:a")).toMatchObject({ path: [], value: { list: [{ "a.b": 1 }] } });
  expect(explain(evaluated, "free:i:r:a", "list[0].a.b")).toMatchObject({ path: ["list", "0", "a.b"], value: 1 });
});

test("a value that cannot be computed is explained all the same", () => {
  const evaluated = evaluate(
    defineInventory({ machines: { a: { module: [{ name: "x" }, { name: "y" }] } } }).instances({}),
  );
  const { problems, definitions } = explain(evaluated, "a", "name");
  expect(problems.map(({ code }) => code)).toEqual(["TRP1001"]);
  expect(definitions.map(({ value, outcome }) => [value, outcome])).toEqual([
    ["", "overridden"],
    ["y", "conflicts"],
    ["x", "conflicts"],
  ]);
});

test("names are not looked up in prototypes", () => {
  const evaluated = evaluate(defineInventory({ machines: { a: {} } }).instances({}));
  const codes = (subject: string, path?: string) => {
    try {
      explain(evaluated, subject, path);
      return [];
    } catch (error) {
      if (isTroupeError(error)) return error.diagnostics.map(({ code }) => code);
      throw error;
    }
  };
  expect(codes("constructor")).toEqual(["TRP2601"]);
  expect(codes("a", "constructor")).toEqual(["TRP2604"]);
  expect(codes("a", "name.length")).toEqual(["TRP2604"]);
});

describe("the reads of machines in an explanation", () => {
  const notice = defineService({
    manifest: { name: "notice" },
    roles: {
      // The text holds the address and the facts of alice, but this call reads neither of them.
      quoting: { perInstance: () => ({ module: { lines: ["192.0.2.1 in rack a1, class linux"] } }) },
      reading: {
        perInstance: ({ machine, annotations }) => ({
          module: () => ({ lines: [`${machine.address} ${String(annotations("bob").facts["rack"])}`] }),
        }),
      },
      naming: { perInstance: ({ annotations }) => ({ module: { lines: [annotations("bob").fqdn] } }) },
    },
  });
  const contributorOf = (role: "quoting" | "reading" | "naming") => {
    const inventory = defineInventory({
      services: { notice },
      machines: { alice: { address: "192.0.2.1", facts: { rack: "a1" } }, bob: { facts: { rack: "b2" } } },
    }).instances({ n: { service: "notice", roles: { [role]: { machines: ["alice"] } } } });
    return explain(evaluate(inventory), "alice", "lines").contributors[`notice:n:${role}:alice`]!;
  };

  test("hold nothing where the text of the call merely contains the address and facts of a machine", () => {
    const { address, annotations } = contributorOf("quoting");
    expect({ address, annotations }).toEqual({ address: undefined, annotations: [] });
  });

  test("hold the address and the parts of annotations that the call has read", () => {
    const { address, annotations } = contributorOf("reading");
    expect(address).toMatchObject({ value: "192.0.2.1" });
    expect(annotations).toMatchObject([{ machine: "bob", parts: { facts: { rack: "b2" } } }]);
  });

  test("hold no machine of which the call has read the names alone", () => {
    expect(contributorOf("naming").annotations).toEqual([]);
  });
});
