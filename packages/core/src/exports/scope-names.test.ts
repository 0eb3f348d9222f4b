import { option, t } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { evaluate, linesOf, problemsOf } from "../clusters/testing.ts";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { nested } from "../service/nested.ts";
import { defineExports } from "./contract.ts";
import { getExport, type ScopeRecord, selectExports } from "./selection.ts";
import type { ExportsMethods } from "../model/exports.ts";

const place = defineExports("place", { at: option(t.str) });
type Reader = ExportsMethods<typeof place.options, "member"> & ScopeRecord<{ readonly at: string } | undefined>;

/**
 * Two clusters with a machine `db` and an instance `sync` each, and an instance `top` outside; on the machines
 * `reader`, each reads.
 */
function inventory(read: (exports: Reader) => unknown, more: object = {}) {
  const group = defineService({
    manifest: { name: "group" },
    exports: place,
    roles: {
      member: {
        perInstance: ({ instanceName, machine, mkExports }) => ({
          exports: mkExports({ at: `${instanceName} ${machine.name}` }),
        }),
      },
      reader: {
        perInstance: ({ exports }) => ({
          module: () => ({ lines: [JSON.stringify(read(exports as Reader) ?? null)] }),
        }),
      },
    },
  });
  const sync = { service: "group", roles: { member: { machines: ["db"] }, reader: { machines: ["reader"] } } } as const;
  return defineInventory({
    meta: { domain: "example.com" },
    services: { group },
    machines: { reader: {} },
    clusters: {
      north: { machines: { db: {}, reader: {}, ...more } },
      south: { machines: { db: {}, reader: {}, mail: {} } },
    },
  })
    .instances({
      top: { service: "group", roles: { member: { machines: ["mail"] }, reader: { machines: ["reader"] } } },
    })
    .clusters({ north: { instances: { sync } }, south: { instances: { sync, other: { service: "group" } } } });
}

const isTop = (exports: Reader): boolean =>
  exports.get({ instanceName: "top", roleName: "member", machineName: "mail.south" }) === undefined;

/** What somebody outside of clusters reads, and somebody in north. */
const outside = (read: (exports: Reader) => unknown): unknown =>
  JSON.parse(linesOf(evaluate(inventory(read)), "reader")[0]!);
const inNorth = (read: (exports: Reader) => unknown): unknown =>
  JSON.parse(linesOf(evaluate(inventory(read)), "reader.north")[0]!);
const found = (several: readonly { readonly key: string }[]) => several.map(({ key }) => key).join(" ");

describe("machines and instances in scopes have all their names", () => {
  test("in a cluster, short ones are those of the cluster", () => {
    const scope = { instanceName: "sync", roleName: "member", machineName: "db" } as const;
    expect(inNorth((exports) => exports.get(scope))).toEqual({ at: "sync.north db.north" });
    expect(inNorth((exports) => exports.one(scope)?.key)).toBe("group:sync.north:member:db.north");
    expect(inNorth((exports) => found(exports.select({ machineName: "db" })))).toBe("group:sync.north:member:db.north");
    expect(inNorth((exports) => found(exports.from(place, { instanceName: "sync" })))).toBe(
      "group:sync.north:member:db.north",
    );
    expect(inNorth((exports) => exports["group:sync:member:db"])).toEqual({ at: "sync.north db.north" });
    expect(inNorth((exports) => exports["group:sync:member:"])).toEqual({ at: "sync.north db.north" });
    expect(inNorth((exports) => "group:sync:member:db" in exports)).toBe(true);
    expect(inNorth((exports) => getExport({ serviceName: "group", ...scope }, exports))).toEqual({
      at: "sync.north db.north",
    });
    expect(inNorth((exports) => Object.keys(selectExports({ machineName: "db" }, exports)))).toEqual([
      "group:sync.north:member:db.north",
    ]);
  });

  test("elsewhere they are those that one has alone; ids and qualified names are right everywhere", () => {
    const names = ["mail", "mail.south", "mail.south.example.com", "db.north.example.com"];
    for (const read of [outside, inNorth]) {
      const of = (machineName: string) => read((exports) => found(exports.select({ machineName })));
      expect(names.slice(1).map(of)).toEqual([
        "group:top:member:mail.south",
        "group:top:member:mail.south",
        "group:sync.north:member:db.north",
      ]);
    }
    expect(outside((exports) => found(exports.select({ machineName: "mail" })))).toBe("group:top:member:mail.south");
    expect(outside((exports) => found(exports.from(place, { instanceName: "sync.south.example.com" })))).toBe(
      "group:sync.south:member:db.south",
    );
    expect(outside((exports) => exports.select({ instanceName: "other" }))).toEqual([]);
  });

  test("an id is meant as it stands, also where a cluster has something of that name", () => {
    const exact = inventory((exports) => exports["group:::reader"] ?? null);
    expect(evaluate(exact).diagnostics()).toEqual([]);
    expect(linesOf(evaluate(exact), "reader.north")).toEqual(["null"]);
  });

  test("nested instances are called after the one that they are nested in", () => {
    const child = defineService({
      manifest: { name: "child" },
      exports: { at: option(t.str) },
      roles: { r: { perInstance: ({ machine, mkExports }) => ({ exports: mkExports({ at: machine.name }) }) } },
    });
    const parent = defineService({
      manifest: { name: "parent" },
      roles: {
        r: {
          perInstance: ({ exports }) => ({
            services: { below: nested(child, { r: {} }) },
            module: () => ({ lines: [(exports["child:up/below:r:a"] as { readonly at: string }).at] }),
          }),
        },
      },
    });
    const up = { service: "parent", roles: { r: { machines: ["a"] } } } as const;
    const evaluated = evaluate(
      defineInventory({
        services: { parent },
        clusters: { north: { machines: { a: {} } }, south: { machines: { a: {} } } },
      }).clusters({
        north: { instances: { up } },
        south: { instances: { up } },
      }),
    );
    expect(evaluated.diagnostics()).toEqual([]);
    expect([...linesOf(evaluated, "a.north"), ...linesOf(evaluated, "a.south")]).toEqual(["a.north", "a.south"]);
    expect(
      evaluated.services().flatMap(({ instances }) => instances.map(({ name, cluster }) => `${name} in ${cluster}`)),
    ).toEqual(["up.north in north", "up.south in south", "up.north/below in north", "up.south/below in south"]);
  });

  test("a wrong name is reported with the names that exist", () => {
    const problem = (read: (exports: Reader) => unknown) =>
      problemsOf(inventory((exports) => isTop(exports) || read(exports)))
        .map((text) => text.replaceAll(/\n {2}at .*/g, ""))
        .filter((text, index, all) => all.indexOf(text) === index)
        .join("\n");
    const reads: readonly ((exports: Reader) => unknown)[] = [
      (exports) => exports.select({ machineName: "bd" }),
      (exports) => exports.one({ instanceName: "snyc" }),
      (exports) => exports.from(place, { serviceName: "gruop" }),
      (exports) => exports.select({ machineName: "db", instanceName: "top" }),
      (exports) => exports.get({ instanceName: "sync" }),
      (exports) => exports["group:top:member:mail"],
      (exports) => selectExports({ machineName: "mial" }, exports),
    ];
    expect(reads.map(problem).join("\n\n")).toMatchInlineSnapshot(`
      "TRP2304 There is no machine "bd", but exports.select({ machineName: "bd" }) names it.
        hint: There are: db.north, db.south, mail.south, reader, reader.north, reader.south.
      TRP2304 There is no machine "bd", but exports.select({ machineName: "bd" }) names it.
        hint: Did you mean "db"?

      TRP2304 There is no instance "snyc", but exports.one({ instanceName: "snyc" }) names it.
        hint: There are: other.south, sync.north, sync.south, top.
      TRP2304 There is no instance "snyc", but exports.one({ instanceName: "snyc" }) names it.
        hint: Did you mean "sync"?

      TRP2304 There is no service "gruop", but exports.from(place, { serviceName: "gruop" }) names it.
        hint: Did you mean "group"?

      TRP2107 "db", which exports.select({ machineName: "db", instanceName: "top" }) names, may be any of "db.north", "db.south".
        hint: Write "db.north" or "db.south", or the name under the domain.

      TRP2107 "sync", which the export scope "group:sync::" names, may be any of "sync.north", "sync.south".
        hint: Write "sync.north" or "sync.south", or the name under the domain.

      TRP2304 There is no machine "mail", but the export scope "group:top:member:mail" names it.
        hint: Machines of other clusters are named with their cluster: mail.south.

      TRP2304 There is no machine "mial", but selectExports({ machineName: "mial" }, exports) names it.
        hint: Did you mean "mail"?
      TRP2304 There is no machine "mial", but selectExports({ machineName: "mial" }, exports) names it.
        hint: There are: db.north, db.south, mail.south, reader, reader.north, reader.south."
    `);
  });

  test("a new machine or instance of the same name is noticed", () => {
    const read = (exports: Reader) => found(exports.select({ machineName: "mail" }));
    const before = evaluate(inventory(read));
    expect(linesOf(before, "reader")).toEqual(['"group:top:member:mail.south"']);
    expect(() => linesOf(evaluate(inventory(read, { mail: {} }), before), "reader")).toThrow("TRP2107");
  });
});
