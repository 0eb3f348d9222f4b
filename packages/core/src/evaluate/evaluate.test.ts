import { mkForce, option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { configOf, evaluate, problemsOf } from "./testing.ts";

const kv = defineService({
  manifest: { name: "kv" },
  exports: { url: option(t.str), leader: option(t.bool, { default: false }) },
  roles: {
    primary: {
      interface: { port: option(t.port, { default: 6379 }) },
      perInstance: ({ machine, settings, mkExports }) => ({
        exports: mkExports({ url: `${machine.address}:${settings.port}`, leader: true }),
      }),
    },
    replica: {
      perInstance: ({ exports, instanceName, machine, mkExports }) => ({
        exports: mkExports({ url: machine.address }),
        module: () => ({
          lines: [`${instanceName} follows ${exports[`kv:${instanceName}:primary:`]?.url ?? "nobody"}`],
        }),
      }),
    },
  },
  perMachine: ({ machine }) => ({ module: { name: `${machine.name} is ${machine.roles.join("+")}` } }),
});

const machines = {
  a: { tags: ["eu"], address: "192.0.2.1" },
  b: { tags: ["eu"], deploy: { targetHost: "root@192.0.2.2:2222" } },
} as const;

describe("the first seed's key-value store", () => {
  const evaluated = evaluate(
    defineInventory({ services: { kv }, machines }).instances({
      one: { service: "kv", roles: { primary: { machines: { a: {} } }, replica: { tags: { eu: {} } } } },
      two: {
        service: "kv",
        roles: { primary: { machines: { b: {} }, settings: { port: 7000 } }, replica: { machines: ["a"] } },
      },
    }),
  );

  test("has no problems", () => {
    expect(evaluated.diagnostics()).toEqual([]);
  });

  test("replicas find the primary of their own instance, through the role's key", () => {
    expect(configOf(evaluated, "a").lines.toSorted()).toEqual([
      "one follows 192.0.2.1:6379",
      "two follows 192.0.2.2:7000",
    ]);
    expect(configOf(evaluated, "b").lines).toEqual(["one follows 192.0.2.1:6379"]);
  });

  test("perMachine runs once, with the roles of all instances", () => {
    expect(configOf(evaluated, "a").name).toBe("a is primary+replica");
  });

  test("exports stand under their scopes", () => {
    expect(evaluated.exports.keys()).toEqual([
      "kv:one:primary:a",
      "kv:one:replica:a",
      "kv:one:replica:b",
      "kv:two:primary:b",
      "kv:two:replica:a",
    ]);
    expect({ ...(evaluated.exports.value("kv:two:primary:b") as object) }).toEqual({
      url: "192.0.2.2:7000",
      leader: true,
    });
  });

  test("every read is recorded with the value that was seen", () => {
    const replica = evaluated
      .machine("b")
      .contributors()
      .find(({ origin }) => origin === "kv:one:replica:b")!;
    expect(replica.reads.exports).toEqual({ "kv:one:primary:a": { url: "192.0.2.1:6379", leader: true } });
    expect(replica.label).toBe("instance one, role replica");
  });
});

describe("settings", () => {
  const service = defineService({
    manifest: { name: "s" },
    roles: {
      r: {
        interface: { n: option(t.int, { default: 1 }), list: option(t.listOf(t.str)), need: option(t.nullOr(t.str)) },
        perInstance: ({ settings }) => ({ module: { lines: [JSON.stringify(settings)] } }),
      },
    },
  });
  const settingsOf = (role: object) => {
    const evaluated = evaluate(
      defineInventory({ services: { s: service }, machines }).instances({ i: { service: "s", roles: { r: role } } }),
    );
    expect(evaluated.diagnostics()).toEqual([]);
    return JSON.parse(JSON.stringify(evaluated.settings("i", "r", "a")!.config)) as object;
  };

  test("of role, tag and machine merge at equal priority", () => {
    expect(
      settingsOf({
        machines: { a: { settings: { list: ["m"] } } },
        tags: { eu: { settings: { list: ["t"] } } },
        settings: { n: 5, list: ["r"] },
      }),
    ).toEqual({ n: 5, list: ["t", "m", "r"], need: null });
  });

  test("of a place that is forced win", () => {
    expect(settingsOf({ machines: { a: { settings: { n: mkForce(9) } } }, settings: { n: 5 } })).toMatchObject({
      n: 9,
    });
  });

  test("yield if they are defaults: interface < role < tag < settings", () => {
    expect(settingsOf({ machines: ["a"], defaults: { n: 5 } })).toMatchObject({ n: 5 });
    expect(settingsOf({ tags: { eu: { defaults: { n: 6 } } }, defaults: { n: 5 } })).toMatchObject({ n: 6 });
    expect(settingsOf({ tags: { eu: { defaults: { n: 6 } } }, settings: { n: 7 }, defaults: { n: 5 } })).toMatchObject({
      n: 7,
    });
  });

  test("contradicting settings are an error that shows both places", () => {
    const inventory = defineInventory({ services: { s: service }, machines }).instances({
      i: { service: "s", roles: { r: { machines: { a: { settings: { n: 2 } } }, settings: { n: 3 } } } },
    });
    expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
      "TRP1001 \`instances.i.roles.r.machines.a.settings.n\` is set to different values, and nothing says which of them holds.
        at instance i, role r: 3
        at instance i, role r, machine a: 2
        hint: Keep one of them, or say which one wins: mkForce(2) wins over the others, mkDefault(2) gives way to them. Or move the value that is to give way from \`settings\` to \`defaults\`, of the role or of a tag."
    `);
  });
});

describe("tags", () => {
  test("are carried, declared, computed, or by class", () => {
    const evaluated = evaluate(
      defineInventory({
        machines: { a: { tags: ["x"] }, b: { class: "nixos" }, c: {} },
        tags: {
          x: ["c"],
          empty: [],
          notA: ({ machines }) => Object.keys(machines).filter((name) => name !== "a"),
          notAorB: ({ tags }) => tags["notA"]!.filter((name) => name !== "b"),
        },
      }),
    );
    expect(evaluated.diagnostics()).toEqual([]);
    expect(Object.fromEntries(evaluated.inventory.tags)).toEqual({
      all: ["a", "b", "c"],
      darwin: [],
      empty: [],
      linux: ["a", "c"],
      nixos: ["b"],
      notA: ["b", "c"],
      notAorB: ["c"],
      x: ["a", "c"],
    });
    expect(evaluated.inventory.machines.get("c")!.tags).toEqual(["all", "linux", "notA", "notAorB", "x"]);
  });
});

describe("machines", () => {
  test("have modules of their own, which may read their configuration", () => {
    const evaluated = evaluate(
      defineInventory({
        machines: {
          a: { module: ({ config }) => ({ lines: { _type: "lazy", content: () => [config.name] }, name: "own" }) },
        },
      }),
    );
    expect(evaluated.diagnostics()).toEqual([]);
    expect(configOf(evaluated, "a")).toEqual({ lines: ["own"], name: "own" });
  });

  test("of a class that a service does nothing for are told so", () => {
    const service = defineService({
      manifest: { name: "only" },
      roles: { r: { perInstance: () => ({ linuxModule: { name: "x" } }) } },
    });
    const inventory = defineInventory({
      services: { only: service },
      machines: { a: {}, n: { class: "nixos" } },
    }).instances({
      i: { service: "only", roles: { r: { tags: ["all"] } } },
    });
    expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
      "TRP2504 Service "only" has modules for machines of class "linux" only, so it does nothing for "n", of class "nixos".
        at an unknown place
        hint: Return a \`module\`, which is for all classes, or also a \`nixosModule\`."
    `);
  });
});

test("errors in a user's code are diagnostics with the user's line", () => {
  const service = defineService({
    manifest: { name: "broken" },
    roles: {
      // oxlint-disable-next-line typescript/no-explicit-any -- what a user might write
      a: { perInstance: ({ settings }) => ({ module: { name: (settings as any).deep.er } }) },
      b: { perInstance: (async () => ({})) as never },
      c: { perInstance: () => ({ modul: {} }) as never },
    },
  });
  const inventory = defineInventory({ services: { broken: service }, machines }).instances({
    i: { service: "broken", roles: { a: { machines: ["a"] }, b: { machines: ["a"] }, c: { machines: ["a"] } } },
  });
  expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
    "TRP2501 perInstance of role "a" of service "broken" (instance i, machine a) failed: TypeError: Cannot read properties of undefined (reading 'er')
      at an unknown place
    TRP2502 perInstance of role "b" of service "broken" (instance i, machine a) must return an object, but returned a promise.
      at an unknown place
      hint: Remove async: evaluation does no I/O, so there is nothing to wait for.
    TRP2503 perInstance of role "c" of service "broken" (instance i, machine a) returns "modul", which is not part of a result.
      at an unknown place
      hint: Did you mean "module"?"
  `);
});
